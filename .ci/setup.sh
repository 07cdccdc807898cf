# Sourced by the scripts: finds Python 3.11 or newer and prepares .venv in the folder it is called from.
# usage: . ./.ci/setup.sh; prepare [GROUP ...]

find_python() {
  for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return 0
    fi
  done
  echo "copkit needs Python 3.11 or newer, and none was found. Install it from your system's packages." >&2
  return 1
}

make_venv() {
  python=$(find_python) || return 1
  "$python" -m venv .venv >/dev/null 2>&1 && return 0
  rm -rf .venv
  # Debian and its relatives keep venv in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && apt-get install -y -qq python3-venv && "$python" -m venv .venv && return 0
  fi
  echo "Python has no venv module here. On Debian or Ubuntu: sudo apt install python3-venv" >&2
  return 1
}

prepare() {
  [ -x .venv/bin/python ] || make_venv || return 1
  groups=""
  for group in "$@"; do groups="$groups --group $group"; done
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" || return 1
  # shellcheck disable=SC2086 # the groups are words
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable . $groups
}

# The programs that the tests open copkit's files with. Without them the tests say by name what they skip; where CI is set
# they fail.
prepare_clients() {
  missing=""
  for pair in chromium:chromium pdftoppm:poppler-utils soffice:libreoffice-writer khal:khal; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
  done
  for font in NotoSans-Regular.ttf:fonts-noto-core NotoSansCJK-Regular.ttc:fonts-noto-cjk; do
    [ -n "$(find /usr/share/fonts -name "${font%%:*}" 2>/dev/null)" ] || missing="$missing ${font#*:}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what the tests open files with:$missing ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # the packages are words
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends $missing >/dev/null && return 0
  fi
  echo "Some tests need programs that are not installed. On Debian or Ubuntu: sudo apt install$missing" >&2
}
