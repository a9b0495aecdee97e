package pipeline

import (
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/pipeline/option"
)

// The fingerprint changes with every flag that decides a byte, and with no
// other.
func TestFingerprintCoversWhatDecidesAByte(t *testing.T) {
	fingerprint := func(args ...string) string { return planned(t, args...).Fingerprint }
	base := fingerprint()
	for _, arg := range []string{
		"--sample=5", "--seed=2", "--margin=0.1", "--square", "--resize=10x20", "--resize_mode=fill", "--min_size=3", "--encode=png",
		"--quality=80", "--max_pixels=1000", "--max_bytes=1000", "--max_redirects=1", "--allow_private", "--output_format=jsonl",
		"--image_encoding=binary", "--shard_rows=10", "--box_column=none", "--caption_column=alt", "--keep=none", "--verify_hash=md5",
		"--box_format=xywh", "--box_units=permille", "--box_size_columns=width,height", "--box_column=x1,y1,x2,y2",
		"--respect_opt_out=false", "--respect_robots", "--allow_weak_tls", "--allowed_ports=80", "--header=no", "--captions=all",
		"--id_prefix=jan-", "--resize_mode=pad", "--resize_only_if_bigger",
	} {
		if fingerprint(arg) == base {
			t.Errorf("%s decides bytes, but does not change the fingerprint", arg)
		}
	}
	if fingerprint("--resize_mode=pad") == fingerprint("--resize_mode=pad", "--pad_color=black") {
		t.Error("--pad_color does not change the fingerprint")
	}
	for _, arg := range []string{
		"--concurrency=3", "--host_concurrency=3", "--host_rate=2", "--timeout=1s", "--row_deadline=1s", "--retries=0", "--user_agent=x",
		"--progress=off", "--verbose", "--dry_run", "--min_success=0.5", "--overwrite", "--output=elsewhere", "--url_column=url",
		"--proxy=env", "--dns_server=127.0.0.1:53", "--retry_failed", "--retry_reasons=dns", "--part=3/8",
	} {
		if fingerprint(arg) != base {
			t.Errorf("%s decides no byte, but changes the fingerprint", arg)
		}
	}
}

// A zero that would be taken for the default is refused like a negative number.
func TestZeros(t *testing.T) {
	for arg, fails := range map[string]bool{
		"--timeout=0s": true, "--timeout=0": true, "--row_deadline=0s": true, "--max_bytes=0": true, "--host_concurrency=0": true,
		"--max_pixels=0": true, "--min_size=0": true, "--shard_rows=0": true, "--quality=0": true,
		"--sample=0": false, "--concurrency=0": false, "--host_rate=0": false, "--retries=0": false, "--max_redirects=0": false,
		"--margin=0": false, "--min_success=0": false, "--seed=0": false,
	} {
		t.Run(arg, func(t *testing.T) {
			o := Defaults()
			fs := flag.NewFlagSet("", flag.ContinueOnError)
			o.Flags(fs)
			if err := fs.Parse([]string{"--input=in.parquet", "--output=out", arg}); err != nil {
				t.Fatal(err)
			}
			name, _, _ := strings.Cut(arg, "=")
			if err := o.Validate(); (err != nil) != fails || fails && !strings.HasPrefix(err.Error(), name+" must be ") {
				t.Errorf("got %v, want an error: %v", err, fails)
			}
		})
	}
}

// A prefix of ids stands in the names of WebDataset's members, too.
func TestIDPrefix(t *testing.T) {
	for prefix, ok := range map[string]bool{
		"": true, "jan-": true, "a_B-9": true, strings.Repeat("x", 64): true,
		strings.Repeat("x", 65): false, "a/b": false, "../": false, "a b": false, "a.b": false, "é": false, "a\nb": false, "a\n": false, "#": false,
	} {
		t.Run(prefix, func(t *testing.T) {
			o := Defaults()
			o.Inputs, o.Output, o.IDPrefix = []string{"in.parquet"}, "out", prefix
			if err := o.Validate(); (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "--id_prefix must be") {
				t.Errorf("%v, want it to be taken: %t", err, ok)
			}
		})
	}
}

// A comma in a name is escaped; the flag may also be repeated.
func TestSplitList(t *testing.T) {
	for text, want := range map[string][]string{
		"a,b":                        {"a", "b"},
		"a , ,b,":                    {"a", "b"},
		`a\,b,c`:                     {"a,b", "c"},
		`\,`:                         {","},
		`a\[1\],b\*`:                 {`a\[1\]`, `b\*`},
		`https://h/x?a=1\,2,C:\dir\`: {"https://h/x?a=1,2", `C:\dir\`},
		"":                           nil,
	} {
		if diff := cmp.Diff(want, option.SplitList(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	o := Defaults()
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	o.Flags(fs)
	if err := fs.Parse([]string{`--input=a\,b`, "--input=c,d"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a,b", "c", "d"}, o.Inputs); diff != "" {
		t.Error(diff)
	}
}
