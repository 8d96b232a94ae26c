"""`docparse schema`."""

from __future__ import annotations

import json

import click

from ..archive.convert import print_out
from ..console import Console
from .running import DONE, run


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of the output."""
    from ..model import json_schema

    def work() -> int:
        print_out(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
        return DONE

    return run(Console(), work)
