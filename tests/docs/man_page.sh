#!/bin/sh
# Fails when groff has anything to say about a manual page: man_page.sh GROFF PAGE. Without both it says that it skips.
if [ $# -lt 2 ]; then
  echo 'neither mandoc nor groff is installed'
  exit 77
fi
said=$("$1" -mdoc -ww -Tutf8 -z "$2" 2>&1)
if [ -n "$said" ]; then
  printf '%s\n' "$said"
  exit 1
fi
