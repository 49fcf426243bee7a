#!/usr/bin/env bash
# Makes test/fixtures/formats from our own texts: Word files, RTF and PDF by LibreOffice, old encodings by iconv and our
# table, scans by rendering and degrading pages. The results are committed, so the tests need none of this.
# Needs: apt-get install --no-install-recommends libreoffice-writer-nogui fonts-liberation fonts-freefont-ttf poppler-utils imagemagick qpdf
set -euo pipefail
cd "$(dirname "$0")/.."

out=test/fixtures/formats
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
node=node_modules/.bin/node

# office NAME FORMAT…: $work/NAME.html → $out/NAME.FORMAT
office() {
  local name="$1" format
  shift
  for format in "$@"; do
    soffice -env:UserInstallation="file://$work/profile" --headless --infilter="HTML (StarWriter)" \
      --convert-to "$format" --outdir "$out" "$work/$name.html" >"$work/soffice.log" 2>&1 || { cat "$work/soffice.log"; exit 1; }
  done
}

html() { "$node" scripts/format-fixtures/to-html.ts "$@"; }

cp samples/ban-tom-luoc-lao-cai-465-ubnd-vx.txt "$out/cong-van.txt"
for name in cong-van ke-hoach; do
  html "$out/$name.txt" >"$work/$name.html"
  office "$name" docx doc rtf pdf
  html "$out/$name.txt" --framed >"$work/$name-khung.html"
  office "$name-khung" docx doc rtf pdf
done

# Numbers that the word processor counts, instead of typed ones.
cat >"$work/danh-so.html" <<'HTML'
<!doctype html><html lang="vi"><head><meta charset="utf-8"></head><body>
<p>Kính gửi: Các sở, ban, ngành.</p><p>Chủ tịch UBND tỉnh yêu cầu:</p>
<ol><li><p>Sở Xây dựng kiểm tra cầu treo trước ngày 30/4/2024.</p></li>
<li><p>Sở Tài chính:</p><ol type="a"><li><p>Bố trí kinh phí sửa cầu.</p></li><li><p>Báo cáo kết quả hằng quý.</p></li></ol></li>
<li><p>Sở Nội vụ theo dõi việc thực hiện.</p></li></ol>
<ul><li><p>Như trên;</p></li></ul>
</body></html>
HTML
office danh-so docx doc rtf

# Text files of before UTF-8.
for encoding in TCVN3 VNI; do
  "$node" scripts/format-fixtures/to-legacy.ts "$encoding" "$out/cong-van.txt" "$out/cong-van-${encoding,,}.txt"
done
for encoding in UTF-16LE UTF-16BE; do
  { printf '\xef\xbb\xbf'; cat "$out/cong-van.txt"; } | iconv -f UTF-8 -t "$encoding" >"$out/cong-van-${encoding,,}.txt"
done

# What Word writes when it is told to save a web page, and a page under a Word name.
{ printf '\xef\xbb\xbf'; html "$out/cong-van.txt"; } >"$out/cong-van.html"

# Scans: pages rendered at 200 dpi. "sach" as a good scanner gives it; "mo" turned by 0.8°, blurred, speckled, at JPEG
# quality 35; "chup" as a telephone does it: smaller, turned by 1.5°, grey paper.
for name in cong-van ke-hoach; do
  html "$out/$name.txt" --framed --scan >"$work/$name-quet.html"
  (out="$work" && office "$name-quet" pdf)
  pdftoppm -r 200 -gray "$work/$name-quet.pdf" "$work/$name"
done
cv="$(ls "$work"/cong-van-*.pgm | head -1)"
convert-im6 "$cv" -threshold 60% -depth 1 -define png:bit-depth=1 -strip "$out/quet-sach.png"
for page in "$work"/ke-hoach-*.pgm; do convert-im6 "$page" -threshold 60% "${page%.pgm}.pbm"; done
"$node" scripts/format-fixtures/scans-to-pdf.ts "$out/quet-sach.pdf" "$work"/ke-hoach-*.pbm
seed=(-seed 7)
convert-im6 "$cv" -background white -rotate 0.8 -blur 0x0.8 "${seed[@]}" -attenuate 0.25 +noise Gaussian -quality 35 -strip "$out/quet-mo.jpg"
convert-im6 "$cv" -resize 75% -background '#e8e8e8' -rotate -1.5 -blur 0x0.6 +level 12%,92% "${seed[@]}" -attenuate 0.15 \
  +noise Gaussian -quality 50 -strip "$out/chup.jpg"
# A few lines: what the fuzz run mutates, since a whole page takes seconds.
convert-im6 "$cv" -crop 620x150+100+380 +repage -threshold 60% -depth 1 -strip "$out/vai-dong.png"
convert-im6 "$cv" -crop 620x150+100+380 +repage -quality 50 -strip "$out/vai-dong.jpg"

# Behind a password.
qpdf --encrypt mat-khau chu 256 -- "$work/cong-van-quet.pdf" "$out/mat-khau.pdf"
