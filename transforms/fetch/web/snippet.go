package web

import (
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

const (
	maxSnippet = 200     // characters that a detail repeats of a server's words
	cut        = "..."   // after a text that is longer
	drained    = 4 << 10 // bytes that are read of a body nobody wants, so that its connection can be used again
)

// snippet reads the start of an error's body and returns what it says in plain
// words, "" if it is no text.
func snippet(resp *http.Response) string {
	if resp.Header.Get("Content-Encoding") != "" {
		drain(resp)
		return ""
	}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, drained)) // what came before an error will do
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case mediaType == "text/html" || mediaType == "application/xhtml+xml":
		return printable(htmlText(string(text)))
	case strings.HasPrefix(mediaType, "text/"), strings.HasSuffix(mediaType, "json"), strings.HasSuffix(mediaType, "xml"):
		return printable(string(text))
	}
	return ""
}

// htmlText returns the words of a page, without scripts and styles.
func htmlText(page string) string {
	var words strings.Builder
	hidden := false
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return words.String()
		case html.StartTagToken, html.EndTagToken:
			name, _ := tokens.TagName()
			if tag := string(name); tag == "script" || tag == "style" {
				hidden = !hidden
			}
			words.WriteByte(' ')
		case html.TextToken:
			if !hidden {
				words.Write(tokens.Text())
			}
		}
	}
}

// printable returns at most maxSnippet characters of text: white space is one
// space each, and what cannot be printed is left out.
func printable(text string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range text {
		if unicode.IsSpace(r) {
			gap = n > 0
			continue
		}
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			continue
		}
		if n >= maxSnippet-len(cut) {
			b.WriteString(cut)
			break
		}
		if gap {
			b.WriteByte(' ')
			n++
		}
		gap = false
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// drain reads the rest of a short body.
func drain(resp *http.Response) {
	if resp.ContentLength <= drained {
		_, _ = io.CopyN(io.Discard, resp.Body, drained+1) // what fails here ends the connection, no more
	}
}
