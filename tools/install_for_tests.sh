#!/bin/sh
# The tests drive a real browser, look at Chinese text, go through a real reverse proxy and print slides and papers:
# Chromium, a Chinese font, nginx, LibreOffice (slides, papers, workbooks) and the tools that read PDF must be there.
set -eu
PATH="$PATH:/usr/sbin"
missing=""
command -v "${CHROMIUM_PATH:-chromium}" >/dev/null || missing="chromium"
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh-cn)" ]; then missing="$missing fonts-noto-cjk fontconfig"; fi
command -v nginx >/dev/null || missing="$missing nginx-light"
command -v soffice >/dev/null || missing="$missing libreoffice-impress libreoffice-writer"
[ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/libsclo.so" ] || missing="$missing libreoffice-calc"
if ! command -v pdftoppm >/dev/null || ! command -v pdftotext >/dev/null; then missing="$missing poppler-utils"; fi
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
else
    echo "Install for the tests: sudo apt-get install $missing"
    exit 1
fi
