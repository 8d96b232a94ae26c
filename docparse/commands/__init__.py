"""The commands beside the conversion, one module each: options in, calls of the library, an exit code out.

Each module is loaded when its command is called, so that `docparse --help` and every other command start fast.
"""

COMMANDS = {  # name: what `docparse --help` says of it
    "ground": "where in the pages each extracted fact stands",
    "schema": "the JSON Schema of the output",
    "view": "the pages with what was found drawn over them, beside the text",
}
