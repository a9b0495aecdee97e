package pictures

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestUnderstand(t *testing.T) {
	gif := []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;?>~")
	packed := base64.StdEncoding.EncodeToString(gif)
	long := strings.Repeat("AAAA", 2000)
	for name, c := range map[string]struct {
		cell   table.Picture
		data   []byte
		path   string
		reason reason.Reason
	}{
		"bytes":             {table.Picture{Data: gif}, gif, "", ""},
		"bytes and path":    {table.Picture{Data: gif, Path: "a.gif"}, gif, "a.gif", ""},
		"path":              {table.Picture{Path: "a.gif"}, nil, "a.gif", ""},
		"text of a path":    {table.Picture{Data: []byte("in/ä b.gif")}, nil, "in/ä b.gif", ""},
		"base64":            {table.Picture{Data: []byte(packed)}, gif, "", ""},
		"without padding":   {table.Picture{Data: []byte(strings.TrimRight(packed, "="))}, gif, "", ""},
		"of URLs":           {table.Picture{Data: []byte(base64.URLEncoding.EncodeToString(gif))}, gif, "", ""},
		"over lines":        {table.Picture{Data: []byte(packed[:8] + "\r\n" + packed[8:] + "\n")}, gif, "", ""},
		"data URL":          {table.Picture{Data: []byte("data:image/gif;base64," + packed)}, gif, "", ""},
		"escaped":           {table.Picture{Data: []byte("DATA:image/gif;charset=x;base64," + strings.ReplaceAll(packed, "=", "%3D"))}, gif, "", ""},
		"percent":           {table.Picture{Data: []byte("data:,GIF89a%00;")}, []byte("GIF89a\x00;"), "", ""},
		"a path like it":    {table.Picture{Data: []byte("abcd/efgh")}, nil, "abcd/efgh", ""},
		"long base64":       {table.Picture{Data: []byte(long)}, make([]byte, 6000), "", ""},
		"neither":           {table.Picture{Data: []byte{0, 1, 2}}, []byte{0, 1, 2}, "", ""},
		"nothing":           {table.Picture{}, nil, "", reason.InvalidRow},
		"link":              {table.Picture{Data: []byte("HTTPS://h.example/a.jpg")}, nil, "HTTPS://h.example/a.jpg", reason.InvalidRow},
		"no comma":          {table.Picture{Data: []byte("data:image/gif;base64")}, nil, "", reason.InvalidRow},
		"no base64":         {table.Picture{Data: []byte("data:image/gif;base64,!!!!")}, nil, "", reason.InvalidRow},
		"a broken escape":   {table.Picture{Data: []byte("data:,%zz")}, nil, "", reason.InvalidRow},
		"bad bytes, a path": {table.Picture{Data: []byte("no picture"), Path: "a"}, []byte("no picture"), "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, failure := Understand(c.cell)
			why := reason.Reason("")
			if failure != nil {
				why = failure.Reason
			}
			if !bytes.Equal(got.Data, c.data) || got.Path != c.path || why != c.reason {
				t.Errorf("%q, %q, %q; want %q, %q, %q", got.Data, got.Path, why, c.data, c.path, c.reason)
			}
		})
	}
}

// FuzzUnderstand: a cell gives bytes, a path, or a reason.
func FuzzUnderstand(f *testing.F) {
	f.Add([]byte("data:image/gif;base64,R0lGODlhAQABAAAAADs="), "")
	f.Add([]byte("images/a.jpg"), "b")
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		got, failure := Understand(table.Picture{Data: data, Path: path})
		if failure == nil && len(got.Data) == 0 && got.Path == "" && !bytes.HasPrefix(bytes.ToLower(data), []byte("data:")) {
			t.Errorf("%q and %q give nothing", data, path)
		}
	})
}
