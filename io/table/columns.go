package table

import (
	"errors"
	"slices"
)

// Columns says which columns of a dataset mean what. Names are matched exactly;
// those of URL, Box, Caption and Also may be paths into a nested column of
// Parquet or JSON Lines, such as objects.bbox, unless a column is called just so.
type Columns struct {
	// Image is the picture itself, in a dataset that has no links: its bytes, text that
	// packs them or names a file, or a struct of both; "" = rows have links. It is
	// checked and not read, unless Pictures says so.
	Image    string
	Pictures bool     // read Image, into Row.Picture
	URL      string   // the link or links: text, or a list of texts; "" = they are not read, which Inspect refuses
	Box      string   // the box or boxes: text, or lists or structs of numbers; "" = the dataset has none
	Caption  string   // the caption: text, or a list of texts; "" = the dataset has none
	KeepAll  bool     // keep every column but those that are named above
	Keep     []string // keep these columns; those above may be among them
	Also     []string // further columns to read, by name; they are kept or not as if they were not here
	// Constants are columns besides those of the file, which go before the file's own of
	// their names. URL, Image and Box are never among them.
	Constants []Constant
	// Partial says that a file may lack any of these columns but URL, since another
	// file of its dataset has them. They are null there; see CheckColumns.
	Partial bool
	// Header says whether the first row of CSV and TSV names the columns: HeaderYes,
	// HeaderNo, or HeaderAuto, which is also "". Without, they are column1, column2...
	Header string
	// Delimiter is what stands between the cells of CSV; "" = it is found in each file.
	Delimiter string
	// Encoding is that of text, by its canonical name of package charset; "" = it is
	// found in each file.
	Encoding string
}

// Whether files have a header. HeaderAuto takes a first row for one unless a cell
// of it is a link, for no column is named so.
const (
	HeaderAuto = "auto"
	HeaderYes  = "yes"
	HeaderNo   = "no"
)

// OnlyPictures returns the columns for reading rows' pictures and nothing else of them.
func (c Columns) OnlyPictures() Columns {
	return Columns{Image: c.Image, Pictures: true, Header: c.Header, Delimiter: c.Delimiter, Encoding: c.Encoding}
}

// Keeps says whether a file's column of that name is kept.
func (c Columns) Keeps(name string) bool {
	if _, is := c.Constant(name); is {
		return false
	}
	mapped := name == c.URL || name == c.Image || name == c.Box || name == c.Caption
	return c.KeepAll && !mapped || slices.Contains(c.Keep, name)
}

// MayLack says whether an error about a column is that it is not there, and that is
// no error; see Partial.
func (c Columns) MayLack(name string, err error) bool {
	var missing *MissingColumn
	return c.Partial && name != c.URL && name != c.Image && (errors.As(err, &missing) || errors.Is(err, ErrNoMember))
}

// ErrNoMember is what is wrong with a path into a nested column that nests no such
// thing.
var ErrNoMember = errors.New("no member")

// CheckColumns checks that each column that was asked for is in one of a dataset's
// files at least. Files of JSON Lines without rows do not tell.
func CheckColumns(infos []*Info, cols Columns) error {
	infos = slices.DeleteFunc(slices.Clone(infos), func(i *Info) bool { return i.Rows == 0 && len(i.Columns) == 0 })
	if len(infos) == 0 {
		return nil
	}
	for _, name := range infos[0].Lacks {
		if slices.ContainsFunc(infos, func(i *Info) bool { return !slices.Contains(i.Lacks, name) }) {
			continue
		}
		missing := &MissingColumn{Name: name, Flag: cols.flagOf(name)}
		for _, c := range Union(infos) {
			missing.There = append(missing.There, c.Name)
		}
		return missing
	}
	return nil
}

// flagOf returns the flag that names a column, "" if that may be one of several.
func (c Columns) flagOf(name string) string {
	switch {
	case name == c.Image:
		return "--image_column"
	case name == c.Box:
		return "--box_column"
	case name == c.Caption:
		return "--caption_column"
	case slices.Contains(c.Keep, name):
		return "--keep"
	default:
		return ""
	}
}
