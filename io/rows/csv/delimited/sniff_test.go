package delimited

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSniff(t *testing.T) {
	guess := func(delimiter byte) Guess {
		return Guess{Dialect: Dialect{Delimiter: delimiter, Quotes: true}, LineEnd: '\n'}
	}
	sep, escaped, mac := guess(';'), guess(','), guess(',')
	sep.Leading, escaped.Escape, mac.LineEnd = 1, '\\', '\r'
	list := Guess{LineEnd: '\n'}
	commented, commentedList := guess(','), list
	oneComment := commented
	commented.Leading, commentedList.Leading, oneComment.Leading = 2, 2, 1
	for name, c := range map[string]struct {
		text string
		said byte
		want Guess
	}{
		"commas":                        {"url,caption\na,b\n", 0, guess(',')},
		"semicolons":                    {"url;caption;n\na;\"b;c\";1,5\nd;e;2,5\n", 0, guess(';')},
		"tabs":                          {"url\tcaption\na\tb, c\n", 0, guess('\t')},
		"bars":                          {"url|caption|box\na|b; c|[1,2,3,4]\n", 0, guess('|')},
		"no header":                     {"http://h/a,b.jpg;one\nhttp://h/c.jpg;two\n", 0, guess(';')},
		"a header alone":                {"url;caption\n", 0, guess(';')},
		"names of rows":                 {"url\na|b\nc|d\n", 0, guess('|')},
		"links with bars":               {"url\nhttp://h/a|b\nhttp://h/c|d\n", 0, list},
		"links with commas":             {"http://h/w_4,h_3/1.jpg\nhttp://h/w_4,h_3/2.jpg\n", 0, list},
		"links and words":               {"http://h/1.jpg,cat\nhttp://h/2.jpg,dog\n", 0, guess(',')},
		"links and numbers":             {"http://h/1,2\nhttp://h/2,3\n", 0, guess(',')},
		"captions with semicolons":      {"url,caption\na,b; c\nd,e; f\n", 0, guess(',')},
		"captions with unquoted commas": {"url,caption\na|1,b, c\nd|2,e, f\n", 0, guess(',')},
		"a comma in a name":             {"url;\"caption, short\"\na;b\n", 0, guess(';')},
		"one name too few":              {"url;caption\n0;a;b\n1;c;d\n", 0, guess(';')},
		"sep=":                          {"sep=;\r\nurl,x;caption\r\n", 0, sep},
		"quoted sep=":                   {"\"sep=;\"\nurl,x;caption\n", 0, sep},
		"backslashes":                   {"url,caption\na,\"say \\\"hi, you\\\"\"\n", 0, escaped},
		"backslashes at the end":        {"url,path\na,\"c:\\\"\nb,\"d:\\\"\n", 0, guess(',')},
		"an old Mac":                    {"url,caption\ra,b\r", 0, mac},
		"said":                          {"url,caption;x\n", ';', guess(';')},
		"comments":                      {"# by x; of y\n\n#\nurl,caption\nhttp://h/1,a; b\n", 0, commented},
		"comments like rows":            {"# by x, of y\n# b,c\nurl,caption\nhttp://h/1,a\n", 0, commented},
		"a quote in a comment":          {"# by x, \"y\n# a \"b\nurl,caption\nhttp://h/1,a\n", 0, commented},
		"comments alone":                {"#a,b\n#c,d\n", 0, oneComment},
		"comments above links":          {"# a, b\n# c\nhttp://h/1\nhttp://h/2\n", 0, commentedList},
		"a header with #":               {"#url,caption\nhttp://h/1,a\n", 0, guess(',')},
		"a column called #":             {"#,caption,url\n1,a,\n2,b,http://h/2\n", 0, guess(',')},
		"a header below a comment":      {"# by x\n#url,caption\nhttp://h/1,a\n", 0, oneComment},
		"nothing":                       {"", 0, guess(',')},
		"a long first line":             {strings.Repeat("x;", 100), 0, guess(',')},
	} {
		t.Run(name, func(t *testing.T) {
			whole := name != "a long first line"
			if diff := cmp.Diff(c.want, Sniff([]byte(c.text), whole, c.said)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("sep=;\nurl;caption\na;\"b\\\"c\"\n"), true)
	f.Add([]byte("a\tb\rc"), false)
	f.Fuzz(func(t *testing.T, data []byte, whole bool) {
		g := Sniff(data, whole, 0)
		data = g.Table(data)
		for _, row := range Rows(data, whole, g.LineEnd, g.Dialect) {
			if row.Clean && len(row.Fields) == 0 {
				t.Fatal("a row without a cell")
			}
		}
	})
}

func TestIsList(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"links":               {"http://h/1.jpg\nHTTPS://h/2.jpg\n", true},
		"one link":            {"http://h/1.jpg", true},
		"a name":              {"link\nhttp://h/1.jpg\n", true},
		"a comment":           {"# mine\nhttp://h/1.jpg\n", true},
		"commas":              {"http://h/a,b.jpg\nhttp://h/c.jpg\nhttp://h/d,e,f\n", true},
		"commas in every one": {"http://h/1,2\nhttp://h/2,3\n", true},
		"spaces around":       {" http://h/1.jpg \r\nhttp://h/2.jpg\t\r\n", true},
		"a bad line":          {strings.Repeat("http://h/1.jpg\n", 20) + "n/a\n", true},
		"a table":             {"http://h/1.jpg,cat\nhttp://h/2.jpg,dog\n", false},
		"captions":            {"http://h/1.jpg,a cat\nhttp://h/2.jpg,a dog\n", false},
		"a header of two":     {"url,id\nhttp://h/1.jpg\n", false},
		"words":               {"a\nb\n", false},
		"nothing":             {"\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := IsList([]byte(c.text), true, '\n'); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
