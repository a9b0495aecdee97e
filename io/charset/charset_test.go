package charset

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

func TestCanonical(t *testing.T) {
	for name, want := range map[string]string{
		"UTF-8": UTF8, "utf8": UTF8, "utf-8-sig": UTF8, "UTF_16": "utf-16", "utf-16-le": UTF16LE, "utf-16be": UTF16BE,
		"latin1": Windows1252, "ISO-8859-1": Windows1252, "cp1252": Windows1252, "cp1251": "windows-1251", "Shift_JIS": "shift_jis",
		"gbk": "gbk", "big5": "big5", "euc-kr": "euc-kr", "macroman": "macintosh",
	} {
		if got, err := Canonical(name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
			continue
		}
		if want != UTF8 {
			if _, err := NewReader(nil, want, false); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, name := range []string{"", "utf-7", "iso-2022-jp", "klingon", "replacement"} {
		if got, err := Canonical(name); err == nil {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// encode writes a text in an encoding, by its canonical name.
func encode(t testing.TB, text, name string) []byte {
	t.Helper()
	var out []byte
	var err error
	switch name {
	case UTF8:
		return []byte(text)
	case UTF16LE:
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	case UTF16BE:
		out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	default:
		e, indexErr := htmlindex.Get(name)
		if indexErr != nil {
			t.Fatal(indexErr)
		}
		out, err = e.NewEncoder().Bytes([]byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSniff(t *testing.T) {
	const table = "url,caption\nhttp://h/1.jpg,"
	for name, c := range map[string]struct {
		text, in   string // what it is, and in which encoding
		mark, said string
		want       string
	}{
		"ASCII":                   {table + "cat", UTF8, "", "", UTF8},
		"UTF-8":                   {table + "chat noir à l'œil", UTF8, "", "", UTF8},
		"UTF-8 with a mark":       {table + "cat", UTF8, "\xef\xbb\xbf", "", UTF8},
		"French":                  {table + "Un café à l’été, « déjà vu »", Windows1252, "", "", Windows1252},
		"German":                  {table + "Größe über Äpfel", Windows1252, "", "", Windows1252},
		"one apostrophe":          {table + "a cat’s eye", Windows1252, "", "", Windows1252},
		"Russian":                 {table + "чёрная кошка", "windows-1251", "", "", UTF8},
		"Japanese":                {table + "黒い猫がいます", "shift_jis", "", "", UTF8},
		"Chinese":                 {table + "一只黑色的猫", "gb18030", "", "", UTF8},
		"Mac":                     {table + "Un café à l'été", "macintosh", "", "", UTF8},
		"UTF-16 with a mark":      {table + "à", UTF16LE, "\xff\xfe", "", UTF16LE},
		"UTF-16 of a big end":     {table + "à", UTF16BE, "\xfe\xff", "", UTF16BE},
		"UTF-16 without":          {table + "黒い猫がいます", UTF16LE, "", "", UTF16LE},
		"big end, without":        {table + "黒い猫がいます", UTF16BE, "", "", UTF16BE},
		"said":                    {table + "чёрная кошка", "windows-1251", "", "windows-1251", "windows-1251"},
		"said UTF-16, big end":    {table + "à", UTF16BE, "\xfe\xff", "utf-16", UTF16BE},
		"said UTF-16, none shown": {"漢字", UTF16LE, "", "utf-16", UTF16LE},
		"said UTF-8, a mark":      {table, UTF8, "\xef\xbb\xbf", UTF8, UTF8},
		"zeros":                   {"a\x00b caf\xe9", UTF8, "", "", UTF8},
		"nothing":                 {"", UTF8, "", "", UTF8},
	} {
		t.Run(name, func(t *testing.T) {
			got, mark := Sniff(append([]byte(c.mark), encode(t, c.text, c.in)...), c.said)
			if got != c.want || mark != len(c.mark) {
				t.Errorf("got %s behind %d bytes", got, mark)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"damaged rows":    {strings.Repeat("café,", 50) + "caf\xe9\xff", UTF8},
		"chance":          {strings.Repeat("caf\xe9,", 50) + "é", Windows1252},
		"noise":           {strings.Repeat("a,", 1000) + "\x8f\x90\x81\xfe\xff", UTF8},
		"cut at the end":  {"caf\xc3", Windows1252},
		"late, by itself": {strings.Repeat("a,", 1000) + "caf\xe9", Windows1252},
	} {
		for _, size := range []int{1, 2, 3, 7, 5000} {
			var e Evidence
			for part := range chunks([]byte(c.text), size) {
				e.Add(part)
			}
			if got := e.Encoding(); got != c.want {
				t.Errorf("%s, by %d bytes: %s", name, size, got)
			}
		}
	}
}

func chunks(text []byte, size int) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(text) > 0 {
			n := min(size, len(text))
			if !yield(text[:n:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// TestReader holds that text comes out as it went in, however it is read, and that
// each character's place is known.
func TestReader(t *testing.T) {
	for name, alphabet := range map[string]string{
		UTF16LE: "aé猫𝄞,\n", UTF16BE: "aé猫𝄞,\n", Windows1252: "aéœ€,\n", "windows-1251": "aж,\n",
		"shift_jis": "a猫ソ表,\n", "gb18030": "a猫€,\n\u0152𝄞", "gbk": "a猫,\n", "big5": "a貓,\n", "euc-kr": "a고,\n", "euc-jp": "a猫,\n",
	} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			letters := []rune(alphabet)
			var b strings.Builder
			for range 3 * chunkSize {
				b.WriteRune(letters[random.IntN(len(letters))])
			}
			text := b.String()
			source := encode(t, text, name)
			r, err := NewReader(iotest.HalfReader(bytes.NewReader(source)), name, true)
			if err != nil {
				t.Fatal(err)
			}
			if err := iotest.TestReader(onlyReader{r}, []byte(text)); err != nil {
				t.Fatal(err)
			}
			for at := range text {
				if random.IntN(1000) > 0 {
					continue
				}
				if got, want := r.Source(int64(at)), int64(len(encode(t, text[:at], name))); got != want {
					t.Fatalf("byte %d of the text is byte %d, want %d", at, got, want)
				}
			}
			if got := r.Source(int64(len(text))); got != int64(len(source)) {
				t.Errorf("the end is byte %d of %d", got, len(source))
			}
		})
	}
}

type onlyReader struct{ io.Reader }

// FuzzReader holds that bytes that are nothing in an encoding make neither an error
// nor a wrong place: what is read from any place on is what was read there before.
func FuzzReader(f *testing.F) {
	names := []string{UTF16LE, UTF16BE, Windows1252, "shift_jis", "gb18030", "euc-kr"}
	f.Add([]byte("\xd8\x00a\xdc\x00b\x00c"), uint8(0), uint16(2))
	f.Add([]byte("\x81\x30\x81\xff\x8f"), uint8(4), uint16(3))
	f.Fuzz(func(t *testing.T, source []byte, which uint8, until uint16) {
		name := names[int(which)%len(names)]
		text, r := readAll(t, source, name)
		at := min(int(until), len(text))
		for at > 0 && at < len(text) && text[at]&0xc0 == 0x80 {
			at--
		}
		place := r.Source(int64(at))
		if place > int64(len(source)) {
			t.Fatalf("byte %d of %d", place, len(source))
		}
		before, _ := readAll(t, source[:place], name)
		after, _ := readAll(t, source[place:], name)
		if string(before)+string(after) != string(text) {
			t.Fatalf("%s: %q is %q and %q from byte %d", name, text, before, after, place)
		}
	})
}

func readAll(t *testing.T, source []byte, name string) ([]byte, *Reader) {
	r, err := NewReader(bytes.NewReader(source), name, true)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text, r
}
