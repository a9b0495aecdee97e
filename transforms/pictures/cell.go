package pictures

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// maxPath is how long a path may be, in bytes: what Linux and object stores allow.
const maxPath = 4096

// Cell is a cell that was understood.
type Cell struct {
	Data []byte // the picture's bytes; nil: Path names the file
	Path string // of the file; beside Data it is only told, and "" where the dataset has none
}

// Understand says what a cell holds: a picture's bytes, base64 of them, a data: URL, or
// else a path.
func Understand(cell table.Picture) (Cell, *reason.Error) {
	if len(cell.Data) == 0 {
		return pathCell(cell.Path)
	}
	if crop.IsPicture(cell.Data) {
		return Cell{Data: cell.Data, Path: cell.Path}, nil
	}
	if len(cell.Data) >= len("data:") && strings.EqualFold(string(cell.Data[:len("data:")]), "data:") {
		data, failure := dataURL(cell.Data[len("data:"):])
		return Cell{Data: data, Path: cell.Path}, failure
	}
	if data, ok := decodeBase64(cell.Data); ok && (crop.IsPicture(data) || len(cell.Data) > maxPath) {
		return Cell{Data: data, Path: cell.Path}, nil
	}
	if cell.Path == "" && isPath(cell.Data) {
		return pathCell(string(cell.Data))
	}
	return Cell{Data: cell.Data, Path: cell.Path}, nil // no picture, as its cropping finds
}

func pathCell(path string) (Cell, *reason.Error) {
	switch scheme, _, found := strings.Cut(path, "://"); {
	case path == "":
		return Cell{}, reason.Errorf(reason.InvalidRow, "the row has no picture")
	case found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")):
		return Cell{Path: path}, reason.Errorf(reason.InvalidRow, "the cell is a link: --url_column reads those")
	}
	return Cell{Path: path}, nil
}

// isPath says whether a cell can be a path. What is decided is only what to say of it.
func isPath(cell []byte) bool {
	return len(cell) <= maxPath && utf8.Valid(cell) && bytes.IndexFunc(cell, unicode.IsControl) < 0
}

// dataURL reads what follows "data:" (RFC 2397).
func dataURL(rest []byte) ([]byte, *reason.Error) {
	header, body, found := bytes.Cut(rest, []byte(","))
	if !found {
		return nil, reason.Errorf(reason.InvalidRow, "the data: URL has no comma before its data")
	}
	text, err := url.PathUnescape(string(body))
	if err != nil {
		return nil, reason.Errorf(reason.InvalidRow, "reading the data: URL: %w", err)
	}
	kind := strings.ToLower(strings.TrimSpace(string(header)))
	if !strings.HasSuffix(kind, ";base64") {
		return []byte(text), nil
	}
	data, ok := decodeBase64([]byte(text))
	if !ok {
		return nil, reason.Errorf(reason.InvalidRow, "the data: URL is not base64, as it says")
	}
	return data, nil
}

// decodeBase64 reads either alphabet, with or without padding, over any number of lines.
func decodeBase64(text []byte) ([]byte, bool) {
	encoding := base64.RawStdEncoding
	if bytes.ContainsAny(text, "-_") {
		encoding = base64.RawURLEncoding
	}
	text = bytes.TrimRight(bytes.TrimSpace(text), "=")
	data := make([]byte, encoding.DecodedLen(len(text)))
	n, err := encoding.Decode(data, text)
	return data[:n], err == nil && n > 0
}
