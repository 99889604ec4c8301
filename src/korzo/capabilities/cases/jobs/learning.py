"""What words are about is learned anew every day, in a process of its own, so that the worker stays small."""

import subprocess
import sys

from korzo.kernel import jobs


@jobs.every(hours=24)
def learn() -> None:
    """Learn from yesterday's corrections too."""
    subprocess.run([sys.executable, "-m", "korzo", "cases", "learn"], check=True)
