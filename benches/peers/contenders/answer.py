"""What every contender says at its end: how long it worked after its imports, and its answer."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def answering(arguments: list[str]) -> Iterator[tuple[str, Path, list[dict]]]:
    """Yield the task, the folder of exports and the rows to fill; print them with the seconds when the block ends."""
    _, task, folder = arguments
    rows: list[dict] = []
    began = time.perf_counter()
    yield task, Path(folder), rows
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "answer": rows}))
