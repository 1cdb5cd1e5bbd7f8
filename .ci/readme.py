"""Print the README's first or second command, so that CI runs what a reader runs."""

import re
import sys
from pathlib import Path

blocks = re.findall(r"```sh\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.S)
print(blocks[{"first": 0, "second": 1}[sys.argv[1]]].strip())
