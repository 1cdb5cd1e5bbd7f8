"""A stand-in for the model's process, for tests: it answers like it, and misbehaves where it is told to.

python pretend_child.py [load=crash|kill|sleep|noise] [suggest=...] [score=...]
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time


def main() -> None:
    faults = dict(argument.split("=") for argument in sys.argv[1:])
    for line in sys.stdin:
        asked = json.loads(line)
        number = asked["id"]
        misbehave(faults.get(asked["do"], ""))
        if asked["do"] == "load":
            say(number, "loading", value=0.5)
        elif asked["do"] == "suggest":
            say(number, "token", text="using")
            at = asked["sentence"].find("utilising")
            if at >= 0:
                say(number, "change", text="using", start=at, end=at + len("utilising"))
            misbehave(faults.get("halfway", ""))
        else:
            for _ in asked["candidates"]:
                say(number, "score", value=0.5)
        say(number, "done", evaluated=10, generated=2)


def say(number: int, kind: str, **more: object) -> None:
    print(json.dumps({"said": kind, "id": number, **more}), flush=True)


def misbehave(how: str) -> None:
    match how:
        case "crash":
            os.kill(os.getpid(), signal.SIGABRT)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(60)
        case "noise":
            print("llama_model_load: something went wrong", flush=True)
        case "leave":
            sys.exit(0)


main()
