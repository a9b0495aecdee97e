package mapping

import (
	"cmp"
	"maps"
	"slices"

	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// preset is how a known dataset names its columns, and what its boxes are.
type preset struct {
	url, caption string
	boxes        []string // the columns that boxes are in, the usual one first; empty: it has none
	format       string   // of boxes
	units        string
	several      bool   // a row may have several boxes
	spans        bool   // boxes have spans of the caption, and scores
	sizes        string // BoxSizeColumns
	// orCaption and orBox are what another edition of the dataset calls its columns.
	orCaption, orBox string
}

// presets by name, each as the dataset's own card or paper describes it:
//
//	facecaption  https://huggingface.co/datasets/OpenFace-CQUPT/FaceCaption-15M
//	laion        LAION-400M, https://laion.ai/blog/laion-400-open-dataset/
//	laion-face   its subset of faces, https://github.com/FacePerceiver/LAION-Face
//	laion2b      LAION-2B and 5B, https://laion.ai/blog/laion-5b/
//	coyo         https://huggingface.co/datasets/kakaobrain/coyo-700m
//	datacomp     https://huggingface.co/datasets/mlfoundations/datacomp_1b
//	grit         https://huggingface.co/datasets/zzliang/GRIT
//	cc3m         https://ai.google.com/research/ConceptualCaptions/download; TSV without a header
//	cc12m        https://github.com/google-research-datasets/conceptual-12m; TSV without a header
//	imdbface     https://github.com/fwang91/IMDb-Face; CSV
//	pd12m        https://huggingface.co/datasets/Spawning/PD12M
//
// Columns of files without a header are called column1, column2 and so on.
func presets() map[string]preset {
	laion := preset{url: "URL", caption: "TEXT"}
	return map[string]preset{
		"facecaption": {url: "url", caption: "caption", boxes: []string{"box"}, format: boxes.XYXY, units: boxes.Pixels, orCaption: "face_caption", orBox: "face_box"},
		"laion":       laion,
		"laion-face":  laion,
		"laion2b":     laion,
		"coyo":        {url: "url", caption: "text"},
		"datacomp":    {url: "url", caption: "text", boxes: []string{"face_bboxes"}, format: boxes.XYXY, units: boxes.Fraction, several: true},
		"grit":        {url: "url", caption: "caption", boxes: []string{"ref_exps", "noun_chunks"}, format: boxes.XYXY, units: boxes.Fraction, several: true, spans: true},
		"cc3m":        {url: "column2", caption: "column1"},
		"cc12m":       {url: "column1", caption: "column2"},
		"imdbface":    {url: "url", caption: "name", boxes: []string{"rect"}, format: boxes.XYXY, units: boxes.Pixels, sizes: "height width"},
		"pd12m":       {url: "url", caption: "caption"},
	}
}

// PresetNames returns the names of presets, in order.
func PresetNames() []string { return slices.Sorted(maps.Keys(presets())) }

// ApplyPreset fills in the columns that the user has not named, of those that are
// there, and what the boxes are, if they are the dataset's own.
func (o *Asked) ApplyPreset(there []string) {
	p, ok := presets()[o.Preset]
	if !ok {
		return
	}
	if o.ImageColumn == "" {
		fill(&o.URLColumn, "", p.url)
	}
	fill(&o.CaptionColumn, "", thatIs(there, p.caption, p.orCaption))
	if len(p.boxes) == 0 {
		return
	}
	own := append(slices.Clip(p.boxes), thatIs(there, p.boxes[0], p.orBox))
	fill(&o.BoxColumn, "", own[len(own)-1])
	if slices.Contains(own, o.BoxColumn) {
		fill(&o.BoxFormat, boxes.Auto, p.format)
		fill(&o.BoxUnits, boxes.Auto, p.units)
		fill(&o.BoxSizeColumns, "", p.sizes)
	}
}

// thatIs returns the first name, or the other if only that is there, as it is
// spelled there.
func thatIs(there []string, name, other string) string {
	if other == "" || slices.Contains(there, name) {
		return name
	}
	return cmp.Or(spelled(other, there), name)
}

// fill sets an option that the user has left as it was.
func fill(option *string, unset, value string) {
	if *option == unset {
		*option = value
	}
}

// KnownBoxes returns the dataset that keeps its boxes in a column of that name.
func KnownBoxes(column string) boxes.Known {
	for _, name := range PresetNames() {
		if p := presets()[name]; slices.Contains(p.boxes, column) {
			return boxes.Known{Name: name, Options: p.known(column)}
		}
	}
	return boxes.Known{}
}

// known returns what a dataset's boxes are.
func (p preset) known(column string) boxes.Options {
	o := boxes.Options{Column: column, Format: p.format, Units: p.units, Several: p.several}
	if p.spans {
		o.Spans = p.caption
	}
	return o
}
