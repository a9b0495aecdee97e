package web

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSnippet(t *testing.T) {
	long := strings.Repeat("é", 5000)
	tests := []struct{ name, mediaType, body, want string }{
		{"text", "text/plain; charset=utf-8", "Hotlinking is not allowed.\r\n\tAsk  us.\x00\x1b[31m", `status 403 Forbidden: "Hotlinking is not allowed. Ask us.[31m"`},
		{"JSON", "application/problem+json", `{"error": "quota"}`, `status 403 Forbidden: "{\"error\": \"quota\"}"`},
		{
			"HTML", "text/html", "<html><head><title>Denied</title><style>b{}</style></head><body><h1>Go&nbsp;away</h1><script>1<2</script>now",
			`status 403 Forbidden: "Denied Go away now"`,
		},
		{"nothing new", "text/plain", "Forbidden\n", "status 403 Forbidden"},
		{"nothing", "text/plain", "", "status 403 Forbidden"},
		{"a picture", "image/jpeg", "\xff\xd8\xff\xe0", "status 403 Forbidden"},
		{"no type", "", "who knows", "status 403 Forbidden"},
		{"not UTF-8", "text/plain", "caf\xe9 ferm\xe9", `status 403 Forbidden: "caf ferm"`},
		{"long", "text/plain", long, `status 403 Forbidden: "` + strings.Repeat("é", 197) + `..."`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, link := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{tt.mediaType}
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(tt.body))
			})
			o := fetchOne(t, c, link)
			if got := o.Err.Err.Error(); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\tb\x00\u202e" + strings.Repeat("x", 300))
	f.Add("<script><!--</script>\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, got := range []string{printable(text), printable(htmlText(text))} {
			if n := utf8.RuneCountInString(got); n > maxSnippet || !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\x00\x1b") {
				t.Errorf("%d characters: %q", n, got)
			}
		}
	})
}
