package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/printable"
	"github.com/beamcrop/beamcrop/transforms/shard"
)

const (
	textWidth = 100 // columns of a terminal that the text fits into
	topHosts  = 5
)

// page is text in two columns: what, and what about it.
type page struct{ text strings.Builder }

// line writes a line, as far as it fits.
func (p *page) line(what, format string, args ...any) {
	p.text.WriteString(fit(printable.Line(fmt.Sprintf("%-12s"+format, append([]any{what}, args...)...)), textWidth))
	p.text.WriteByte('\n')
}

// wrapped writes text over as many lines as it takes.
func (p *page) wrapped(what, text string) {
	const room = textWidth - 12
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > room {
			p.line(what, "%s", line)
			what, line = "", ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	p.line(what, "%s", line)
}

func (d *dryRun) text() string {
	var p page
	p.line("dry run", "no picture is downloaded, nothing is written")
	d.inputsText(&p)
	d.schemaText(&p)
	d.mappingText(&p)
	d.rowsText(&p)
	d.examplesText(&p)
	d.hostsText(&p)
	e := d.estimate()
	p.wrapped("output", fmt.Sprintf("about %s, %s", figures.Bytes(e.bytes), e.size))
	p.wrapped("time", fmt.Sprintf("about %v, %s", e.elapsed, e.time))
	return p.text.String()
}

func (d *dryRun) inputsText(p *page) {
	var size int64
	for _, f := range d.job.inputs {
		size += f.Size
	}
	p.line("input", "%s, %s", describe(d.job.inputs), figures.Bytes(size))
	if d.job.style != "" {
		p.line("written", "%s", clean(d.job.style))
	}
	if text := d.job.unreadable.String(); text != "" {
		p.line("warning", "%s", clean(text))
	}
}

func (d *dryRun) schemaText(p *page) {
	first := d.inspected[slices.IndexFunc(d.inspected, func(f shard.Inspected) bool { return f.File == d.job.inputs[0] })]
	p.line("schema", "of %s", first.File.Name)
	for _, column := range first.Info.Columns {
		p.line("", "%-20s %s", clean(column.Name), clean(column.Type))
	}
}

// mappingText says which column means what, and why, and what the boxes are.
func (d *dryRun) mappingText(p *page) {
	c, asked, filled := d.job.columns, d.asked, d.job.options
	for _, m := range []struct{ what, column, flag, asked, filled string }{
		{"links", c.URL, "url_column", asked.URLColumn, filled.URLColumn},
		{"boxes", boxColumns(d.job.boxes.Options), "box_column", asked.BoxColumn, filled.BoxColumn},
		{"captions", c.Caption, "caption_column", asked.CaptionColumn, filled.CaptionColumn},
	} {
		p.line(m.what, "%-20s %s", cmp.Or(clean(m.column), "none"), d.why(m.flag, m.asked, m.filled, m.column))
	}
	if lists := d.job.captionsText(); lists != "" {
		p.wrapped("", lists)
	}
	if whole := d.job.wholePictures(); whole != "" {
		p.wrapped("crops", whole)
	} else {
		p.wrapped("box format", clean(d.job.boxes.String()))
	}
	p.wrapped("kept", d.keptText())
}

// why says what decided on a column.
func (d *dryRun) why(flag, asked, filled, column string) string {
	switch {
	case asked != "":
		return fmt.Sprintf("by --%s=%s", flag, clean(asked))
	case filled != "":
		return "by --preset=" + d.asked.Preset
	case column != "" && flag == "url_column" && len(candidates(usualURL, []string{column})) == 0:
		return "found by its cells; --url_column chooses another"
	case column != "":
		return fmt.Sprintf("found by its name; --%s chooses another", flag)
	}
	return fmt.Sprintf("no column of a usual name; --%s chooses one", flag)
}

func (d *dryRun) keptText() string {
	c := d.job.columns
	switch {
	case c.KeepAll:
		return "all other columns, by --keep=all"
	case len(c.Keep) == 0:
		return "no other column, by --keep=none"
	}
	return clean(strings.Join(c.Keep, ", ")) + ", by --keep"
}

func (d *dryRun) rowsText(p *page) {
	var total int64
	for _, f := range d.inspected {
		total += f.Info.Rows
	}
	d.whereText(p, total)
	how := fmt.Sprintf("by --sample=%s --seed=%d", d.asked.Sample, d.asked.Seed)
	if d.chosen.All() {
		how = "all of them"
		if d.asked.Where != "" {
			how = "all that match"
		}
	}
	p.line("rows", "%d of %d, %s", d.chosen.Rows(), total, how)
	p.line("shards", "%d of up to %d rows, %s", shard.Count(d.chosen.Rows(), d.job.options.ShardRows), d.job.options.ShardRows, d.job.options.OutputFormat)
}

func (d *dryRun) examplesText(p *page) {
	for _, e := range d.seen.examples {
		p.line("example", "%s#%d", e.file.Name, e.row.Number)
		p.line("  link", "%s", clean(e.row.URL))
		if d.job.columns.Box != "" {
			p.line("  box", "%s", boxText(e.row.Box))
		}
		if d.job.columns.Caption != "" {
			p.line("  caption", "%s", clean(e.row.Caption))
		}
	}
}

func boxText(cell rows.Box) string {
	if len(cell.Numbers) > 0 {
		return fmt.Sprint(cell.Numbers)
	}
	return cmp.Or(clean(cell.Text), "none")
}

func (d *dryRun) hostsText(p *page) {
	s := d.seen
	p.line("hosts", "%d in the first %d sampled rows, of which the most frequent:", len(s.hosts), s.rows)
	byRows := figures.MostFrequent(s.hosts)
	for _, host := range byRows[:min(topHosts, len(byRows))] {
		p.line("", "%s of rows  %s", figures.Share(s.hosts[host], s.rows), clean(host))
	}
	if s.linkless > 0 {
		p.line("", "%s of rows  have no link, and will fail", figures.Share(s.linkless, s.rows))
	}
	if s.boxless > 0 {
		p.line("", "%s of rows  have no box that can be read, and will fail", figures.Share(s.boxless, s.rows))
	}
}

// clean is text from a dataset as a terminal may show it.
func clean(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// fit cuts text to a width in columns, in which letters beyond the Latin, Greek
// and Cyrillic ones, and the like, may take two.
func fit(text string, width int) string {
	text = strings.TrimRight(text, " ")
	used, cut := 0, len(text)
	for i, r := range text {
		if used <= width-3 {
			cut = i
		}
		used++
		if r >= 0x1100 {
			used++
		}
	}
	if used <= width {
		return text
	}
	return text[:cut] + "..."
}
