"""Records events as git commits, one `git commit` of one file each, with everything synced before it returns. See `benches/append/peers.rs` in psr-recorder.

Nothing of git's is left to be done later or in the background, and its looks for settings elsewhere are turned off. Only the work of git itself is counted.
"""

import os
import resource
import subprocess
import sys

SETTINGS = {
    "core.fsync": "all",
    "core.fsyncMethod": "fsync",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "user.name": "A",
    "user.email": "a@example.org",
}


def git(*arguments):
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], check=True, env=environment)


def record(event):
    with open("answer", "w", encoding="utf-8") as file:
        file.write(event)
    git("commit", "--quiet", "--all", "--message", "answer")


def worked():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    git("init", "--quiet")
    for name, value in SETTINGS.items():
        git("config", name, value)
    open("answer", "w").close()
    git("add", "answer")
    git("commit", "--quiet", "--message", "begin")
    with open(os.environ["PSR_BENCH_BYTES"], encoding="utf-8") as events:
        for line in sys.stdin:
            begin = worked()
            for _ in range(int(line)):
                record(next(events))
            print(worked() - begin, flush=True)


main()
