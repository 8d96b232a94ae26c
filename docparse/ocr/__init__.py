"""Pictures of pages become text: the engines, and what a page's picture needs before and after them."""

import os

# ONNX Runtime (seen in 1.32) keeps a device id in the user's cache and uploads what it saw of the machine, unless this
# stands in the environment before its library is loaded. No document's trace leaves the machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
