package charset

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// The names of encodings that are found by content. UTF8 needs no Reader.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// utf16 is what people call UTF-16 whose byte order they do not know.
const utf16 = "utf-16"

// Canonical returns the name by which the other functions know an encoding, such
// as windows-1252 for latin1, as browsers take it. UTF-16 without a byte order
// is little-endian, unless a byte order mark says otherwise; see Sniff.
func Canonical(name string) (string, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(name) {
	case "utf8", "utf8sig":
		return UTF8, nil
	case "utf16":
		return utf16, nil
	case "utf16le":
		return UTF16LE, nil
	case "utf16be":
		return UTF16BE, nil
	case "macroman":
		return "macintosh", nil
	case "latin1", "cp1252", "ansi":
		return Windows1252, nil
	}
	for _, spelling := range []string{name, strings.ReplaceAll(name, "_", "-"), strings.Replace(name, "cp", "windows-", 1)} {
		found, err := htmlindex.Get(spelling)
		if err != nil {
			continue
		}
		canonical, err := htmlindex.Name(found)
		if err == nil && !stateful(canonical) {
			return canonical, nil
		}
	}
	return "", fmt.Errorf("%q is not one that can be read: use one such as utf-8, utf-16, windows-1252, windows-1251, shift_jis, gb18030, big5 or euc-kr", name)
}

// stateful says whether the meaning of a text's bytes depends on those before.
func stateful(name string) bool {
	return name == "iso-2022-jp" || name == "hz-gb-2312" || name == "replacement" || name == "x-user-defined"
}

// decoder returns a new decoder of an encoding, by its canonical name.
func decoder(name string) (*encoding.Decoder, error) {
	switch name {
	case UTF16LE, utf16:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder(), nil
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder(), nil
	}
	found, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("the encoding %q: %w", name, err)
	}
	return found.NewDecoder(), nil
}
