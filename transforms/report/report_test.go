package report

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a job as they are: most rows written, a few reasons, some hosts.
func sample() Data {
	random := rand.New(rand.NewPCG(7, 7))
	d := Data{
		Fingerprint: strings.Repeat("0123456789abcdef", 4), Shards: 31, Thumbnails: map[string][]byte{},
		Plan: map[string]string{"inputs": "faces.parquet"},
		Asked: []Group{
			{"Input", []Option{{"inputs", "faces.parquet"}, {"url_column", "url"}, {"box_column", "box"}, {"caption_column", "caption"}, {"keep", "all"}}},
			{"Sample", []Option{{"sample", "30000"}, {"seed", "1"}}},
			{"Crop", []Option{{"margin", "0.1"}, {"square", "true"}, {"resize", "none"}, {"exif", "apply"}}},
			{"Output", []Option{{"encode", "jpeg"}, {"quality", "90"}, {"output_format", "parquet"}, {"image_encoding", "base64"}, {"shard_rows", "1000"}}},
			{"Download", []Option{{"allow_private", "false"}, {"allowed_ports", "none"}}},
			{"Further", []Option{{"inputs_digest", strings.Repeat("ab", 32)}, {"layout", "1"}}},
		},
		MostFailed: []shards.HostReport{
			{Host: "i.pinimg.example", Rows: 8123, Failed: 2210, Reason: "http_4xx", ReasonRows: 2100},
			{Host: "a-rather-long-name-of-a-server-that-nobody-keeps-up.cdn.images.example:8080", Rows: 951, Failed: 951, Reason: "host_down", ReasonRows: 951},
			{Host: "static.example", Rows: 400, Failed: 3, Reason: "timeout", ReasonRows: 3},
		},
	}
	counts := map[string]int64{"http_4xx": 4120, "host_down": 951, "dns": 840, "not_an_image": 433, "timeout": 121, "box_outside": 12, "tls": 1}
	r := shards.Report{Rows: 30000, Reasons: counts, BytesDownloaded: 3_912_000_000, BytesWritten: 702_000_000, Attempts: 33120}
	for _, n := range counts {
		r.Failed += n
	}
	r.Written = r.Rows - r.Failed
	details := &r.Details
	details.Requested, details.Downloaded, details.Decoded = 29990, 23967, 23534
	for i := range 30000 {
		normal := random.NormFloat64()
		details.LatencyMS.Add(int64(180 * (1 + normal*normal*normal*normal)))
		details.SourceBytes.Add(int64(120_000 / (0.2 + random.Float64())))
		details.SourceSide.Add([]int64{480, 720, 768, 1080, 1280, 2048}[random.IntN(6)])
		details.CropSide.Add(int64(max(12, 190+70*normal)))
		details.Finished.Add(time.Unix(1_793_000_000+int64(i)/40, 0), random.Float64() < 0.21)
	}
	for i := range 60 {
		c := shards.CropExample{
			ID: fmt.Sprintf("faces.parquet#%d", i*431), Caption: []string{
				"A woman with short dark hair looks past the camera, smiling a little, in front of a brick wall that lies in the evening sun.",
				"portrait 12", "", "رجل يبتسم أمام البحر", "一位老人在看书",
			}[i%5],
			Box: []float64{120, 60.5, 360, 400}, SourceWidth: []int{640, 480, 2048}[i%3], SourceHeight: []int{480, 720, 1365}[i%3], SourceBytes: 90_000 + int64(i), Width: 288, Height: 408,
		}
		if i == 7 {
			c.Box = nil
		}
		if i != 8 {
			d.Thumbnails[c.ID] = picture(i, []image.Point{{136, 192}, {192, 140}, {60, 60}}[i%3])
		}
		details.Crops = append(details.Crops, c)
	}
	details.Failures = map[string][]shards.FailureExample{}
	for why := range counts {
		for i := range min(20, counts[why]) {
			details.Failures[why] = append(details.Failures[why], shards.FailureExample{
				ID: fmt.Sprintf("faces.parquet#%d", i*97), URL: fmt.Sprintf("https://i.pinimg.example/originals/%d/a-picture.jpg?size=large&token=%032d", i, i),
				Detail: "404 Not Found", HTTPStatus: 404, Attempts: 1 + int(i)%3, ElapsedMS: 321 * (i + 1),
			})
		}
	}
	d.Total = r
	return d
}

// picture is a soft gradient, a different one for each i.
func picture(i int, size image.Point) []byte {
	m := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			m.SetRGBA(x, y, color.RGBA{uint8(60 + i*3), uint8(90 + 100*y/size.Y), uint8(150 - 80*x/size.X), 255})
		}
	}
	var to bytes.Buffer
	if err := jpeg.Encode(&to, m, nil); err != nil {
		panic(err)
	}
	return to.Bytes()
}

// attacks are what the web may send in any text.
var attacks = []string{
	`<script>alive=1</script>`, `"><img src=x onerror=alive=1>`, `'><svg/onload=alive=1>`, `</style><script>alive=1</script>`, `</title><script>alive=1</script>`,
	`javascript:alive=1`, `--><script>alive=1</script>`, `{{.Policy}}`, `<a href="https://evil.example">free</a>`, `<base href="https://evil.example">`,
	`<meta http-equiv=refresh content="0;url=https://evil.example">`, "\u202Egnp.exe", "\x00\xff<b>", `' onmouseover='alive=1`, "&lt;script&gt;", strings.Repeat("x", 5000),
}

// hostileData has an attack in every text that it can.
func hostileData() Data {
	d := Data{Fingerprint: attacks[0], Plan: map[string]string{}, Shards: 1, Thumbnails: map[string][]byte{}}
	d.Total = shards.Report{Rows: 100, Failed: 84, Written: 16, Reasons: map[string]int64{}}
	d.Total.Details.Failures = map[string][]shards.FailureExample{}
	for i, evil := range attacks {
		d.Plan["inputs"] += evil
		d.Plan[evil] = evil
		d.MostFailed = append(d.MostFailed, shards.HostReport{Host: evil, Rows: 3, Failed: 2, Reason: evil, ReasonRows: 1})
		d.Total.Reasons[evil] = 5
		d.Total.Details.Failures[evil] = []shards.FailureExample{{ID: evil, URL: evil, Detail: evil, Attempts: 1}}
		d.Total.Details.Crops = append(d.Total.Details.Crops, shards.CropExample{ID: evil, URL: evil, Caption: evil, Box: []float64{-1e300, 1e300, 1, 0}, SourceWidth: 1, SourceHeight: 1 << 30})
		d.Thumbnails[evil] = picture(i, image.Pt(9, 9))
	}
	return d
}

// Nothing of the web becomes markup: the page has the elements of a harmless one
// and no more.
func TestHostileTextsStayText(t *testing.T) {
	html, err := Render(hostileData())
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"<script", "<img src=x", "<svg/", "<base", "<a href=\"http", "<iframe", "<meta http-equiv=refresh"} {
		if bytes.Contains(bytes.ToLower(html), []byte(tag)) {
			t.Errorf("%s is in the page", tag)
		}
	}
	for tag, want := range map[string]int{"<style": 1, "<title>beamcrop": 1, "<meta ": 6, "<img ": len(attacks), "<details": len(attacks), "<tr>": len(attacks) + 1} {
		if n := bytes.Count(html, []byte(tag)); n != want {
			t.Errorf("%d of %s, want %d", n, tag, want)
		}
	}
	if found := regexp.MustCompile(`\son[a-z]+=`).FindAll(regexp.MustCompile(`>[^<]*<|"[^"]*"`).ReplaceAll(html, nil), -1); found != nil {
		t.Errorf("attributes %q", found)
	}
}

// The page refers to nothing outside itself, and its policy forbids that.
func TestSelfContained(t *testing.T) {
	html, err := Render(sample())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?:src|href|srcset|action|data)="([^"]*)"`).FindAllSubmatch(html, -1) {
		if target := string(m[1]); !strings.HasPrefix(target, "data:") && !strings.HasPrefix(target, "#") {
			t.Errorf("the page refers to %s", target)
		}
	}
	if bytes.Contains(html, []byte("url(")) || bytes.Contains(html, []byte("@import")) || bytes.Contains(html, []byte(" style=")) {
		t.Error("the page has styles that the policy does not know")
	}
	if !bytes.Contains(html, []byte("default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-")) {
		t.Error("no policy")
	}
}

// However much a job has to tell, its report stays small.
func TestSizeIsBounded(t *testing.T) {
	d := sample()
	long := strings.Repeat("<", 203) // as clipped
	d.Total.Reasons = map[string]int64{}
	for _, why := range reason.All() {
		d.Total.Reasons[string(why)] = 1000
		for i := range shards.MostFailures {
			d.Total.Details.Failures[string(why)] = append(d.Total.Details.Failures[string(why)][:i], shards.FailureExample{ID: long, URL: long, Detail: long})
		}
	}
	for i := range d.Total.Details.Crops {
		c := &d.Total.Details.Crops[i]
		c.Caption = long
		d.Thumbnails[c.ID] = make([]byte, 16<<10)
	}
	html, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	if len(html) > 3<<20 {
		t.Errorf("%d bytes", len(html))
	}
	t.Logf("%d bytes", len(html))
}

func TestEveryReasonIsExplained(t *testing.T) {
	for _, why := range reason.All() {
		if meanings[string(why)] == "" {
			t.Errorf("%s is not explained", why)
		}
	}
}

func TestGolden(t *testing.T) {
	d := sample()
	d.Total.Details.Crops = d.Total.Details.Crops[5:9]
	for why, all := range d.Total.Details.Failures {
		d.Total.Details.Failures[why] = all[:1]
	}
	html, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	html = regexp.MustCompile(`base64,[^"]*`).ReplaceAll(html, []byte("base64,")) // an encoder's bytes
	golden := filepath.Join("testdata", "report.html")
	if *update {
		if err := os.WriteFile(golden, html, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(html)); diff != "" {
		t.Error(diff)
	}
}

// Where rows have several boxes, boxes are what is counted.
func TestSeveralBoxes(t *testing.T) {
	for sampled, want := range map[int64][]string{
		0:  {"74 of 79 rows written", "How far the rows"},
		79: {"74 of 79 rows written", "How far the rows"},
		40: {"74 of 79 boxes written", "How far the boxes", "boxes, of 40 rows", "6.3% of the boxes"},
	} {
		checkTexts(t, Data{Total: shards.Report{Sampled: sampled, Rows: 79, Written: 74, Failed: 5}}, want)
	}
	captions := Data{Total: shards.Report{Sampled: 20, Rows: 79, Written: 74, Failed: 5}, Plan: map[string]string{"captions": "all"}}
	checkTexts(t, captions, []string{"74 of 79 captions written", "captions, of 20 rows"})
}

func checkTexts(t *testing.T, d Data, want []string) {
	t.Helper()
	html, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range want {
		if !strings.Contains(string(html), text) {
			t.Errorf("%d sampled rows: %q is not in the report", d.Total.Sampled, text)
		}
	}
}
