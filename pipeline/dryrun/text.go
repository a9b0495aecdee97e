package dryrun

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/table"
	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// topHosts is how many hosts are named.
const topHosts = 5

func (d *dryRun) text() string {
	var p page
	if n := d.job.Preview; n > 0 {
		p.line("dry run", "only the pictures of the preview are downloaded, nothing else is written")
	} else {
		p.line("dry run", "no picture is downloaded, nothing is written")
	}
	d.inputsText(&p)
	d.schemaText(&p)
	d.mappingText(&p)
	if len(d.job.Assumed) > 0 {
		p.wrapped("assumed", clean(strings.Join(d.job.Assumed, ", ")))
	}
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
	for _, f := range d.job.Inputs {
		size += f.Size
	}
	p.line("input", "%s, %s", d.job.Input, figures.Bytes(size))
	if d.job.Style != "" {
		p.line("written", "%s", clean(d.job.Style))
	}
	if text := d.job.Warning; text != "" {
		p.line("warning", "%s", clean(text))
	}
}

func (d *dryRun) schemaText(p *page) {
	first := d.inspected[slices.IndexFunc(d.inspected, func(f workplan.Inspected) bool { return f.File.URI == d.job.Inputs[0].URI })]
	p.line("schema", "of %s", first.File.Name)
	for _, column := range first.Info.Columns {
		p.line("", "%-20s %s", clean(column.Name), clean(column.Type))
	}
}

// mappingText says which column means what, and why, and what the boxes are.
func (d *dryRun) mappingText(p *page) {
	for _, m := range d.job.Mapped {
		p.line(m.What, "%-20s %s", cmp.Or(clean(m.Column), "none"), clean(m.Why))
	}
	if lists := d.job.Captions; lists != "" {
		p.wrapped("", lists)
	}
	if whole := d.job.Whole; whole != "" {
		p.wrapped("crops", whole)
	} else {
		p.wrapped("box format", clean(d.job.Boxes.String()))
	}
	p.wrapped("kept", d.keptText())
}

func (d *dryRun) keptText() string {
	c := d.job.Plan.Columns
	switch {
	case c.KeepAll:
		return "all other columns, by --keep=all"
	case len(c.Keep) == 0:
		return "no other column, by --keep=none"
	}
	return clean(strings.Join(c.Keep, ", ")) + ", by --keep"
}

// whereText says what a filter leaves to sample from.
func (d *dryRun) whereText(p *page, total int64) {
	if d.job.Plan.Where == "" {
		return
	}
	var matching int64
	for _, f := range d.inspected {
		matching += f.Source().Rows
	}
	p.wrapped("where", fmt.Sprintf("%d of %d rows match: %s", matching, total, clean(d.job.Plan.Where)))
	if n, why := plan.Unclear(d.inspected); n > 0 {
		p.wrapped("", fmt.Sprintf("%d rows do not, for it cannot be told: first %s", n, clean(why)))
	}
}

func (d *dryRun) rowsText(p *page) {
	var total int64
	for _, f := range d.inspected {
		total += f.Info.Rows
	}
	d.whereText(p, total)
	how := fmt.Sprintf("by --sample=%s --seed=%d", d.job.Sample, d.job.Plan.Seed)
	if d.chosen.All() {
		how = "all of them"
		if d.job.Plan.Where != "" {
			how = "all that match"
		}
	}
	p.line("rows", "%d of %d, %s", d.chosen.Rows(), total, how)
	p.line("shards", "%d of up to %d rows, %s", workplan.Count(d.chosen.Rows(), d.job.Plan.ShardRows), d.job.Plan.ShardRows, d.job.Format)
}

func (d *dryRun) examplesText(p *page) {
	for _, e := range d.seen.examples {
		p.line("example", "%s#%d", e.file.Name, e.row.Number)
		if d.job.Plan.Columns.Image == "" {
			p.line("  link", "%s", clean(e.row.URL))
		}
		if d.job.Plan.Columns.Box != "" {
			p.line("  box", "%s", boxText(e.row.Box))
		}
		if d.job.Plan.Columns.Caption != "" {
			p.line("  caption", "%s", clean(e.row.Caption))
		}
	}
}

func boxText(cell table.Box) string {
	if len(cell.Numbers) > 0 {
		return fmt.Sprint(cell.Numbers)
	}
	return cmp.Or(clean(cell.Text), "none")
}

func (d *dryRun) hostsText(p *page) {
	s := d.seen
	if d.job.Plan.Columns.Image != "" {
		p.line("hosts", "none: the dataset has its pictures, nothing is requested")
		d.boxlessText(p)
		return
	}
	p.line("hosts", "%d in the first %d sampled rows, of which the most frequent:", len(s.hosts), s.rows)
	byRows := figures.MostFrequent(s.hosts)
	for _, host := range byRows[:min(topHosts, len(byRows))] {
		p.line("", "%s of rows  %s", figures.Share(s.hosts[host], s.rows), clean(host))
	}
	if s.linkless > 0 {
		p.line("", "%s of rows  have no link, and will fail", figures.Share(s.linkless, s.rows))
	}
	d.boxlessText(p)
}

func (d *dryRun) boxlessText(p *page) {
	if s := d.seen; s.boxless > 0 {
		p.line("", "%s of rows  have no box that can be read, and will fail", figures.Share(s.boxless, s.rows))
	}
}
