#!/bin/sh
# Sets up what the tests need in .venv, and runs them all on every core. More words go to pytest.
set -eu
cd "$(dirname "$0")/.."
. ./.ci/setup.sh
prepare test
exec .venv/bin/python -m pytest -n auto "$@"
