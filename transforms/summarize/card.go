package summarize

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/percent"
	"github.com/beamcrop/beamcrop/transforms/printable"
	"github.com/beamcrop/beamcrop/transforms/report"
)

//go:embed card.md.tmpl
var cardText string

// Card is the dataset card of the output: a README.md whose head tells Hugging
// Face `datasets` which files are the data, so that load_dataset on the folder
// works (https://huggingface.co/docs/hub/datasets-manual-configuration), and of what
// types their columns are, which datasets would guess from the first rows. It has
// no loader of TFRecord, so a card of such says nothing of that.
func Card(o Options, s Summary, features string) (string, error) {
	card, err := template.New("card").Funcs(template.FuncMap{"percent": percentOf, "code": printable.Code}).Parse(cardText)
	if err != nil {
		return "", fmt.Errorf("parsing the card's template: %w", err)
	}
	var text strings.Builder
	err = card.Execute(&text, struct {
		Summary
		Format    string
		Extension string // of the data files
		Plan      map[string]string
		Asked     []report.Group
		Boxes     boxes.Options
		Features  string // as YAML
		Size      string // one of the Hub's size_categories
		Name      string
	}{s, o.Format, shards.Extension(o.Format), o.Manifest.Plan, o.Asked, o.Boxes, features, sizeCategory(s.Written), strconv.QuoteToASCII("Crops of " + o.Manifest.Plan["inputs"])})
	return text.String(), err
}

// sizeCategory is what the Hub calls a dataset of so many rows.
func sizeCategory(rows int64) string {
	names := []string{"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "n>1B"}
	category := 0
	for bound := int64(1000); rows >= bound && category < len(names)-1; bound *= 10 {
		category++
	}
	return names[category]
}

func percentOf(part, whole int64) string { return percent.Text(percent.Of(part, whole)) }
