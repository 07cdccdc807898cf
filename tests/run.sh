#!/bin/sh
# Sets up what the tests need in .venv, and runs them all on every core. More words go to pytest.
set -eu
cd "$(dirname "$0")/.."
. ./.ci/setup.sh
prepare test
prepare_clients
# The tests of one client stay together: what they look at is made once.
exec .venv/bin/python -m pytest -n auto --dist loadgroup "$@"
