package spelling

import "testing"

func TestClosest(t *testing.T) {
	flags := []string{"input", "output", "output_format", "seed", "square", "margin", "host_rate", "retries", "retry_failed", "timeout", "url", "caption"}
	for word, want := range map[string]string{
		"inputs": "input", "inptu": "input", "Seed": "seed", "out": "output", "output-format": "output_format", "outputformat": "output_format",
		"outputfromat": "output_format", "squrae": "square", "hostrate": "host_rate", "retry": "retry_failed", "time_out": "timeout",
		"ulr": "url", "URL": "url", "captoin": "caption", "margn": "margin",
		"colour": "", "x": "", "": "", "-": "", "io": "", "quality": "", "zzz": "",
	} {
		t.Run(word, func(t *testing.T) {
			if got := Closest(word, flags); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestSuggest(t *testing.T) {
	if got := Suggest("sed", "--", []string{"seed"}); got != ": did you mean --seed?" {
		t.Error(got)
	}
	if got := Suggest("nothing like it", "--", []string{"seed"}); got != "" {
		t.Error(got)
	}
}

func TestTypos(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "ba", 1}, {"abc", "abd", 1}, {"abc", "bc", 1}, {"größe", "größer", 1}, {"kitten", "sitting", 3}} {
		if got := typos([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := typos([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
