#!/bin/sh
# Sets copkit up beside this checkout and runs its main job on a shipped example: diagnose, plan, follow up.
# Everything it makes is in .venv/ and in tour/.
set -eu
cd "$(dirname "$0")/.."
. ./.ci/setup.sh
echo "Setting up copkit in .venv (about a minute the first time) ..."
prepare
PATH="$PWD/.venv/bin:$PATH"
[ -e tour/community.yaml ] || copkit init tour --like us-rse-2019
cd tour
copkit diagnose --out out
copkit plan community-call
copkit followup community-call
echo
echo "The files are in $PWD. Start with convenings/community-call/out/run-sheet.md"
echo "To type copkit yourself in this terminal: . $(cd .. && pwd)/.venv/bin/activate"
