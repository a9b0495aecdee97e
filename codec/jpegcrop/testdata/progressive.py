"""Writes the JPEG picture on standard input as a progressive one at quality 85, 4:2:0, to standard output."""
import sys

from PIL import Image

m = Image.open(sys.stdin.buffer)
m.save(sys.stdout.buffer, "JPEG", quality=85, subsampling="4:2:0", progressive=True)
