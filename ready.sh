#!/bin/sh
# Says in one line what is missing (git, make, a Python that is new enough) before anything is made: sh ready.sh [PYTHON]
python=${1:-python3}

stop() {
  echo "Nothing was made: $1" >&2
  exit 2
}

for tool in git make; do
  command -v "$tool" >/dev/null 2>&1 || stop "$tool is not there; install it first."
done
command -v "$python" >/dev/null 2>&1 || stop "there is no $python; install Python 3.11 or newer, or name it: PYTHON=python3.12"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  stop "$python is $("$python" --version 2>&1), and Python 3.11 or newer is needed; name another: PYTHON=python3.12"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  stop "$python has no venv; install it (on Debian and Ubuntu: apt install python3-venv)."
