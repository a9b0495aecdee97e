package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strconv"

	"github.com/beamcrop/beamcrop/io/shards"
)

// Data is what a report shows.
type Data struct {
	Fingerprint string
	Plan        map[string]string // as in the manifest
	Asked       []Group           // the same for people to read
	Shards      int
	Running     string              // how far the job is; "" = it has ended
	Total       shards.Report       // of all shards
	MostFailed  []shards.HostReport // most first
	Thumbnails  map[string][]byte   // JPEG, by the ids of Total.Details.Crops; one that is missing could not be read
}

//go:embed page.html.tmpl
var pageText string

//go:embed report.css
var styleText string

// Render writes the report.
func Render(d Data) ([]byte, error) {
	page, err := template.New("page").Funcs(template.FuncMap{"pos": position}).Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("parsing the report's template: %w", err)
	}
	var to bytes.Buffer
	if err := page.Execute(&to, pageOf(d)); err != nil {
		return nil, fmt.Errorf("writing the report: %w", err)
	}
	return to.Bytes(), nil
}

// Style is the report's style sheet, for other pages that should look alike.
func Style() string { return styleText }

// Policy is a content security policy that allows a page its own style sheet, by its
// hash, and pictures that stand in the page, and nothing else.
func Policy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// position writes a place in a drawing.
func position(v float64) string {
	return strconv.FormatFloat(float64(int64(v*100+0.5))/100, 'f', -1, 64)
}
