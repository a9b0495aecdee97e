package report

import (
	"fmt"
	"html/template"
	"slices"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/captions"
	"github.com/beamcrop/beamcrop/transforms/percent"
	"github.com/beamcrop/beamcrop/transforms/printable"
	"github.com/beamcrop/beamcrop/transforms/report/chart"
)

// page is Data in the words of the template.
type page struct {
	Policy      string
	Style       template.CSS
	Fingerprint string
	Title, Lead string
	Running     string
	Unit        string // what is counted
	Tiles       []tile
	Funnel      []bar
	Reasons     []bar
	Hosts       []host
	Charts      []figure
	Rate        chart.Timeline
	CropsTitle  string
	Crops       []crop
	Unreadable  int // crops without a picture

	Failures     []failures
	MostFailures int
	Asked        []Group
}

// tile is a number of the overview.
type tile struct{ Name, Value, Note string }

// bar is a number with its share, drawn.
type bar struct {
	Name, Value, Share, Note string
	Kind                     string // the class that colours it
	Width                    float64
}

type host struct {
	Host, Failed, Rows, Reason string
	Bar                        bar
}

type figure struct {
	chart.Histogram
	Name, Alt string
}

func pageOf(d Data) page {
	r := d.Total
	p := page{
		Policy: Policy(styleText), Style: template.CSS(styleText), Fingerprint: d.Fingerprint,
		Title: title(d),
		Lead:  lead(d), Running: printable.Line(d.Running),
		Unit:   unit(d),
		Funnel: funnel(r, unit(d)),
		Charts: charts(r.Details),
		Rate:   chart.Over(r.Details.Finished),
		Asked:  d.Asked,

		Reasons: reasons(r), Failures: examples(r), MostFailures: shards.MostFailures,
	}
	p.Tiles = tiles(r, p.Unit, p.Rate)
	p.Crops, p.Unreadable = crops(d)
	p.CropsTitle = fmt.Sprintf("%d crops", len(p.Crops))
	if len(p.Crops) == 1 {
		p.CropsTitle = "One crop"
	}
	for _, h := range d.MostFailed {
		p.Hosts = append(p.Hosts, hostOf(h))
	}
	return p
}

func title(d Data) string {
	if d.Running != "" && d.Shards == 0 {
		return "No shard is complete yet"
	}
	r, unit := d.Total, unit(d)
	text := fmt.Sprintf("%s of %s %s written", chart.Count(r.Written), chart.Count(r.Rows), unit)
	if d.Running != "" {
		text += " so far"
	}
	return text
}

// several says whether the input's rows have several boxes or captions, each of
// which is a row of the output. Sidecars of versions that had one a row do not count the
// sampled rows.
func several(r shards.Report) bool { return r.Sampled > 0 && r.Sampled != r.Rows }

// unit is what is counted.
func unit(d Data) string {
	switch {
	case !several(d.Total):
		return "rows"
	case d.Plan["captions"] == captions.All:
		return "captions"
	}
	return "boxes"
}

func lead(d Data) string {
	shardCount := chart.Count(int64(d.Shards)) + " shards"
	if d.Shards == 1 {
		shardCount = "one shard"
	}
	inputs := d.Plan["inputs"]
	if inputs == "" {
		return "Cropped into " + shardCount + "."
	}
	return fmt.Sprintf("From %s, cropped into %s.", printable.Line(inputs), shardCount)
}

func tiles(r shards.Report, unit string, over chart.Timeline) []tile {
	all := []tile{
		{"Success rate", chart.Percent(r.Written, r.Rows), chart.Count(r.Written) + " " + unit},
		{"Failed", chart.Count(r.Failed), chart.Percent(r.Failed, r.Rows) + " of the " + unit},
		{"Downloaded", chart.Bytes(r.BytesDownloaded), "in " + chart.Count(r.Attempts) + " requests"},
		{"Output", chart.Bytes(r.BytesWritten), "data and failures"},
	}
	if spared := r.Stored + r.Remembered; spared > 0 {
		all = append(all, tile{"Already here", chart.Count(r.Stored), "and " + chart.Count(r.Remembered) + " dead links; since " + time.UnixMilli(r.OldestMS).UTC().Format(time.DateOnly)})
	}
	if latency := r.Details.LatencyMS; latency.Count() > 0 {
		all = append(all, tile{"Median download", chart.Duration(chart.Rounded(latency.Quantile(0.5))), "99 of 100 within " + chart.Duration(chart.Rounded(latency.Quantile(0.99)))})
	}
	if over.Took != "" {
		all = append(all, tile{"First row to last", over.Took, over.Mean + " rows/s"})
	}
	return all
}

// funnel shows how far rows came. Where sidecars do not say, it has two steps.
func funnel(r shards.Report, unit string) []bar {
	steps := []bar{{Name: "Sampled"}}
	if several(r) {
		steps[0].Note = unit + ", of " + chart.Count(r.Sampled) + " rows"
	}
	at := []int64{r.Rows}
	if d := r.Details; d.Requested > 0 {
		steps = append(steps, bar{Name: "Requested"}, bar{Name: "Downloaded"}, bar{Name: "Decoded"})
		at = append(at, d.Requested, d.Downloaded, d.Decoded)
	}
	steps, at = append(steps, bar{Name: "Cropped and written"}), append(at, r.Written)
	lost := map[string]string{
		"Requested":           "had no link or box that could be read, or no request was allowed",
		"Downloaded":          "got no picture from any of their links",
		"Decoded":             "were something else than a picture, or a broken one",
		"Cropped and written": "had a box that makes no crop of their picture",
	}
	for i := range steps {
		steps[i].Value = chart.Count(at[i])
		steps[i].Share = chart.Percent(at[i], r.Rows)
		steps[i].Width = width(at[i], r.Rows)
		steps[i].Kind = "good"
		if i > 0 && at[i-1] > at[i] && len(steps) > 2 {
			steps[i].Note = fmt.Sprintf("%s %s", chart.Count(at[i-1]-at[i]), lost[steps[i].Name])
		}
	}
	return steps
}

// reasons are in the order of how many rows they cost.
func reasons(r shards.Report) []bar {
	var bars []bar
	names := byCount(r.Reasons)
	counts := make([]int64, len(names))
	for i, why := range names {
		counts[i] = r.Reasons[why]
	}
	shares := percent.Split(percent.Of(r.Failed, r.Rows), counts...)
	for i, why := range names {
		bars = append(bars, bar{
			Name: why, Value: chart.Count(counts[i]), Share: chart.Share(shares[i], counts[i], r.Rows), Note: meanings[why],
			Kind: "bad", Width: width(counts[i], counts[0]),
		})
	}
	return bars
}

func hostOf(h shards.HostReport) host {
	return host{
		Host: h.Host, Failed: chart.Count(h.Failed), Rows: chart.Count(h.Rows), Reason: h.Reason,
		Bar: bar{Kind: "bad", Width: width(h.Failed, h.Rows)},
	}
}

func charts(d shards.Details) []figure {
	var figures []figure
	for _, c := range []struct {
		name string
		of   stats.Histogram
		unit func(int64) string
	}{
		{"Time for a download, retries included", d.LatencyMS, chart.Duration},
		{"Size of a download", d.SourceBytes, chart.Bytes},
		{"Shorter side of the downloaded picture", d.SourceSide, chart.Pixels},
		{"Shorter side of the crop", d.CropSide, chart.Pixels},
	} {
		if c.of.Count() == 0 {
			continue
		}
		f := figure{Histogram: chart.Of(c.of, c.unit), Name: c.name}
		f.Alt = c.name + ":"
		for _, q := range f.Quantile {
			f.Alt += " " + q.Name + " " + q.Value
		}
		figures = append(figures, f)
	}
	return figures
}

// byCount returns the reasons by falling count, equal ones by name.
func byCount(counts map[string]int64) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.SortStableFunc(names, func(a, b string) int { return int(min(max(counts[b]-counts[a], -1), 1)) })
	return names
}

// width is a bar's, in percent: one that stands for something can be seen.
func width(part, whole int64) float64 {
	if part == 0 {
		return 0
	}
	return max(0.5, 100*float64(part)/float64(max(whole, 1)))
}
