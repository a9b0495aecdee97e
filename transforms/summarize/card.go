package summarize

import (
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/percent"
	"github.com/beamcrop/beamcrop/transforms/printable"
)

//go:embed card.md.tmpl
var cardText string

// Card is the dataset card of the output: a README.md whose head tells Hugging
// Face `datasets` which files are the data, so that load_dataset on the folder
// works (https://huggingface.co/docs/hub/datasets-manual-configuration). It has
// no loader of TFRecord, so a card of such says nothing of it.
func Card(format string, plan map[string]string, b boxes.Options, s Summary) (string, error) {
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
		Boxes     boxes.Options
	}{s, format, shards.Extension(format), plan, b})
	return text.String(), err
}

func percentOf(part, whole int64) string { return percent.Text(percent.Of(part, whole)) }
