package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/delimited"
	"github.com/beamcrop/beamcrop/io/files"
)

// Sniff returns the format that a file's first bytes tell, for files whose names
// tell none. What is wrong with the file is an *InputError, and so is a file
// that may be of two formats.
func Sniff(f files.File) (string, error) {
	format, err := sniff(source{f})
	return format, blame(f, err)
}

func sniff(src source) (string, error) {
	start := make([]byte, min(src.Size(), int64(len(magic))))
	if _, err := src.ReadAt(start, 0); err != nil && len(start) > 0 {
		return "", fmt.Errorf("reading the start of the file: %w", err)
	}
	if string(start) == magic {
		return FormatParquet, nil
	}
	file, err := openText(src, "")
	if err != nil {
		return "", err
	}
	text, err := file.start(textSize, nil)
	if err != nil {
		return "", err
	}
	line, err := (&lines{text: text, end: '\n'}).nextLine()
	if errors.Is(err, io.EOF) {
		return "", errors.New("the file is empty")
	}
	if err != nil {
		return "", fmt.Errorf("the first line: %w", err)
	}
	return formatOf(delimited.TrimEnd(line), file)
}

// formatOf tells formats apart by the first line, and a list of links by more.
func formatOf(line []byte, file *textFile) (string, error) {
	has := func(delimiter byte) bool { return bytes.IndexByte(line, delimiter) >= 0 }
	tab, comma := has('\t'), has(',')
	array, _ := jsonStyle(file.head, file.whole)
	switch {
	case array || checkJSON(line) == nil:
		return FormatJSONL, nil
	case bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("[")):
		return "", errors.New("it seems to be a JSON array, but not one of objects")
	case bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("{")):
		return FormatJSONL, nil // whose first row is broken
	case delimited.IsList(file.head, file.whole, '\n'):
		return FormatTSV, nil // of one column, in which nothing is quoted
	case tab && !comma:
		return FormatTSV, nil
	case !tab && (comma || has(';') || has('|')):
		return FormatCSV, nil
	default:
		return "", errors.New("neither its name nor its first line tells the format: say --input_format=csv, tsv, jsonl or parquet")
	}
}
