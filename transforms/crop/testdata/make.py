"""Makes the fixtures beside this file that Go has no encoder for.

    python make.py        (needs Pillow 11.3 or later, built with WebP, TIFF and AVIF,
                           and ImageMagick 6 as convert-im6.q16)

pictures/ holds the encoded pictures; pillow/ holds, as PNG, what Pillow makes
of each one: turned upright and flattened onto white, as the oracle for our own
decoding. pictures/README.md says which program wrote which.
"""
import pathlib
import struct
import subprocess
import zlib

from PIL import Image, ImageDraw, ImageOps

HERE = pathlib.Path(__file__).parent
W, H = 61, 43  # odd, so that chroma planes and blocks are cut


def base():
    """A smooth picture with a few edges: what photos are like, in little."""
    m = Image.new("RGB", (W, H))
    for y in range(H):
        for x in range(W):
            m.putpixel((x, y), (x * 255 // (W - 1), y * 255 // (H - 1), 128 + 60 * (x - y) // W))
    d = ImageDraw.Draw(m)
    d.ellipse((8, 6, 30, 28), fill=(240, 200, 30))
    d.rectangle((38, 20, 55, 36), fill=(0, 0, 0))
    d.rectangle((44, 24, 50, 32), fill=(255, 255, 255))
    return m


def with_alpha(m):
    out = m.convert("RGBA")
    out.putalpha(Image.linear_gradient("L").resize((W, H)))
    return out


# How to store the upright picture under each value of EXIF's orientation.
STORE = {
    1: lambda m: m,
    2: ImageOps.mirror,
    3: lambda m: m.transpose(Image.Transpose.ROTATE_180),
    4: ImageOps.flip,
    5: lambda m: m.transpose(Image.Transpose.TRANSPOSE),
    6: lambda m: m.transpose(Image.Transpose.ROTATE_90),
    7: lambda m: m.transpose(Image.Transpose.TRANSVERSE),
    8: lambda m: m.transpose(Image.Transpose.ROTATE_270),
}


def save_turned(pictures, m):
    """m in every orientation: stored turned, marked so that viewers turn it back."""
    for value, store in STORE.items():
        stored, exif = store(m), Image.Exif()
        exif[0x0112] = value
        stored.save(pictures / f"exif{value}.jpg", quality=90, exif=exif)
        stored.save(pictures / f"exif{value}_422.jpg", quality=90, subsampling=1, exif=exif)
        stored.save(pictures / f"exif{value}.png", exif=exif)
        stored.save(pictures / f"exif{value}.webp", lossless=True, exif=exif)
        stored.save(pictures / f"exif{value}.tif", compression="tiff_adobe_deflate", tiffinfo={0x0112: value})
    turned = STORE[6](m)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.convert("L").save(pictures / "exif6_gray.jpg", quality=90, exif=exif)
    turned.save(pictures / "exif6_progressive.jpg", quality=90, progressive=True, exif=exif)
    turned.convert("CMYK").save(pictures / "exif6_cmyk.jpg", quality=90, exif=exif)
    turned.save(pictures / "exif6_lossy.webp", quality=90, exif=exif)


def magick(pictures, source, name, *options):
    """Has ImageMagick make a picture of another one."""
    subprocess.run(["convert-im6.q16", str(pictures / source), "-strip", *options, str(pictures / name)], check=True)


def second(m):
    return m.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def chunk(kind, body):
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def png16(m, color, samples):
    """A 16-bit PNG of a colour type that Pillow cannot write."""
    rows = b""
    for y in range(H):
        row = b"".join(struct.pack(">H", v * 257) for x in range(W) for v in samples(m.getpixel((x, y))))
        bpp = len(row) // W
        rows += b"\1" + bytes((v - (row[i - bpp] if i >= bpp else 0)) % 256 for i, v in enumerate(row))  # filter: Sub
    header = struct.pack(">IIBBBBB", W, H, 16, color, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def flat(m):
    """m upright over white, 8 bits, grey where m is."""
    m = ImageOps.exif_transpose(m)
    if m.mode in ("L", "1") and "transparency" not in m.info:
        return m.convert("L")
    if m.mode.startswith("I"):
        return m.convert("I").point(lambda v: v / 256).convert("L")
    if m.mode == "CMYK":
        return m.convert("RGB")
    m = m.convert("RGBA")
    out = Image.new("RGBA", m.size, (255, 255, 255, 255))
    out.alpha_composite(m)
    return out.convert("RGB")


def main():
    rgb = base()
    gray = rgb.convert("L")
    rgba = with_alpha(rgb)
    la = Image.merge("LA", (gray, rgba.getchannel("A")))
    palette = rgb.quantize(32)
    holes = palette.copy()
    holes.info["transparency"] = bytes(range(0, 256, 8))
    pictures = HERE / "pictures"
    oracle = HERE / "pillow"
    pictures.mkdir(exist_ok=True)
    oracle.mkdir(exist_ok=True)

    def save(name, m, **options):
        m.save(pictures / name, **options)

    save("baseline.jpg", rgb, quality=90)
    save("444.jpg", rgb, quality=90, subsampling=0)
    save("422.jpg", rgb, quality=90, subsampling=1)
    save("progressive.jpg", rgb, quality=90, progressive=True)
    save("gray.jpg", gray, quality=90)
    save("cmyk.jpg", rgb.convert("CMYK"), quality=90)
    save("rgb.jpg", rgb, quality=90, keep_rgb=True)
    save("restart.jpg", rgb, quality=90, restart_marker_blocks=2)

    save("rgb.png", rgb)
    save("rgba.png", rgba)
    save("gray.png", gray)
    save("la.png", la)
    save("bilevel.png", gray.convert("1"))
    save("palette.png", palette)
    save("palette_alpha.png", holes, transparency=holes.info["transparency"])
    (pictures / "gray16.png").write_bytes(png16(gray, 0, lambda v: (v,)))
    (pictures / "rgb16.png").write_bytes(png16(rgb, 2, lambda v: v))
    (pictures / "rgba16.png").write_bytes(png16(rgba, 6, lambda v: v))

    save("still.gif", palette)
    save("transparent.gif", palette, transparency=palette.getpixel((20, 15)))
    save("animated.gif", rgb, save_all=True, append_images=[second(rgb)], duration=100, loop=0)

    save("lossy.webp", rgb, quality=90)
    save("lossy_alpha.webp", rgba, quality=90)
    save("lossless.webp", rgb, lossless=True)
    save("lossless_alpha.webp", rgba, lossless=True, exact=True)
    save("animated.webp", rgb, save_all=True, append_images=[second(rgb)], duration=100, lossless=True)

    save("rgb.bmp", rgb)
    save("palette.bmp", palette)
    save("gray.bmp", gray)
    save("bilevel.bmp", gray.convert("1"))

    save("raw.tif", rgb)
    save("lzw.tif", rgb, compression="tiff_lzw")
    save("deflate.tif", rgb, compression="tiff_adobe_deflate")
    save("packbits.tif", gray, compression="packbits")
    # x/image shows BlackIsZero (262: 1) inverted in fax compressions, which in practice are WhiteIsZero.
    save("group4.tif", gray.convert("1"), compression="group4", tiffinfo={262: 0})
    save("rgba.tif", rgba, compression="tiff_adobe_deflate")
    save("palette.tif", palette, compression="tiff_adobe_deflate")
    save("jpeg.tif", rgb, compression="jpeg")
    save("cmyk.tif", rgb.convert("CMYK"), compression="tiff_lzw")

    save("animated_lossy.webp", rgba, save_all=True, append_images=[second(rgba)], duration=100, quality=90)
    island = Image.new("RGBA", (W, H), (0, 0, 0, 0))  # so that the first frame is smaller than its canvas
    island.paste(rgba.crop((10, 8, 40, 31)), (10, 8))
    save("island.webp", island, save_all=True, append_images=[second(rgba)], duration=100, lossless=True, exact=True)

    save("gray_trns.png", gray, transparency=gray.getpixel((20, 15)))
    save("rgb_trns.png", rgb, transparency=rgb.getpixel((20, 15)))
    save("palette4.png", rgb.quantize(4))
    save("palette16.bmp", rgb.quantize(16))

    magick(pictures, "rgba.png", "interlaced.png", "-interlace", "PNG")
    magick(pictures, "rgba.png", "la16.png", "-colorspace", "Gray", "-depth", "16", "-define", "png:color-type=4", "-define", "png:bit-depth=16")
    magick(pictures, "rgb.png", "interlaced.gif", "-interlace", "GIF")
    magick(pictures, "rgb.png", "island.gif", "-crop", "30x23+10+8", "-set", "page", "61x43+10+8", "-transparent", "black")
    magick(pictures, "rgb.png", "magick_cmyk.jpg", "-colorspace", "CMYK", "-quality", "90")
    magick(pictures, "rgb.png", "magick_gray.jpg", "-colorspace", "Gray", "-quality", "90")
    magick(pictures, "rgb.png", "magick_440.jpg", "-sampling-factor", "1x2", "-quality", "90")
    magick(pictures, "rgb.png", "magick.411.jpg", "-sampling-factor", "4x1", "-quality", "90")
    magick(pictures, "rgba.png", "rgba32.bmp", "-define", "bmp:format=bmp4")
    magick(pictures, "rgb.png", "rgb16.tif", "-depth", "16", "-compress", "LZW")
    magick(pictures, "rgb.png", "bigendian.tif", "-endian", "MSB", "-compress", "Zip", "-define", "tiff:predictor=2")
    magick(pictures, "rgb.png", "tiled.tif", "-define", "tiff:tile-geometry=16x16", "-compress", "Zip")
    magick(pictures, "gray.png", "gray16.tif", "-depth", "16", "-compress", "Zip")
    magick(pictures, "gray.png", "whiteiszero.tif", "-define", "quantum:polarity=min-is-white", "-compress", "Zip")
    magick(pictures, "rgba.png", "associated.tif", "-define", "tiff:alpha=associated", "-compress", "Zip")

    save_turned(pictures, rgb)

    save("still.avif", rgb, quality=60)

    for path in sorted(pictures.iterdir()):
        assert path.stat().st_size < 12_000, path
        flat(Image.open(path)).save(oracle / (path.name + ".png"), optimize=True)

    # One crop scaled by Pillow, the oracle for our filter.
    box = (5, 4, 45, 34)
    for source, prefix in (rgb, ""), (Image.open(pictures / "baseline.jpg"), "baseline-"):
        source.crop(box).resize((17, 13), Image.Resampling.BICUBIC).save(oracle / (prefix + "down.png"))
        source.crop(box).resize((97, 71), Image.Resampling.BICUBIC).save(oracle / (prefix + "up.png"))
        for name, size in {"wide": (24, 33), "tall": (51, 21), "up": (99, 96)}.items():
            padded = ImageOps.pad(source.crop(box), size, Image.Resampling.BICUBIC, color="#336699")
            padded.save(oracle / (prefix + "pad-" + name + ".png"))


if __name__ == "__main__":
    main()
