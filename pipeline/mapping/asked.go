package mapping

// Asked is what the user says of the columns and their boxes.
type Asked struct {
	Preset string // a known dataset's columns; "" = none

	URLColumn     string // "" = found by its usual names
	ImageColumn   string // of pictures or their paths, in place of links; "" = rows have links, or the format has pictures; "none" = links
	BoxColumn     string // or four, separated by commas; "" = found if there is one; "none" = whole pictures
	CaptionColumn string // "" = found if there is one; "none" = no captions
	Keep          string // all, none, or names separated by commas

	BoxFormat      string // one of boxes.Formats, or auto: found in the data
	BoxUnits       string // one of boxes.AllUnits, or auto: found in the data
	BoxSizeColumns string // boxes.ParseSizeColumns' form, separated by commas; "" or "none" = boxes refer to the pictures as served
}
