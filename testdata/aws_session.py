"""Runs aws-cli's commands in one process, since starting aws-cli takes longer than the call.

Standard input: a line of JSON per command, its arguments. Standard output: a line "ready", then a line
of JSON per command: what it printed to standard output and to standard error, and its exit code.
"""
import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

driver = create_clidriver()
print("ready", flush=True)
for line in sys.stdin:
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(json.loads(line))
        except SystemExit as e:
            code = e.code
    out.flush()
    print(json.dumps([out.buffer.getvalue().decode(), err.getvalue(), int(code or 0)]), flush=True)
