package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var screenshots = flag.String("screenshots", "", "keep the browser's screenshots in this `folder`")

// views are ways to look at a page.
var views = map[string]struct {
	scheme string
	width  int // of the window, in pixels
}{"light": {"light", 1200}, "dark": {"dark", 1200}, "phone": {"light", 390}, "phone_dark": {"dark", 390}, "narrow": {"light", 320}}

// A real browser shows the report as meant, in light and dark, wide and on a
// phone: no message of its console, no breach of the policy, nothing that
// scrolls sideways, every picture there, and nothing of what the web sent alive.
func TestInBrowser(t *testing.T) {
	b := startBrowser(t)
	for name, page := range map[string]struct {
		data  Data
		views []string
	}{
		"report":  {sample(), []string{"light", "dark", "phone", "phone_dark", "narrow"}},
		"hostile": {hostileData(), []string{"light", "narrow"}},
		"empty":   {Data{}, []string{"phone"}},
	} {
		html, err := Render(page.data)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "report.html")
		if err := os.WriteFile(file, html, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, view := range page.views {
			t.Run(name+" "+view, func(t *testing.T) {
				b.open(t, file, views[view].scheme, views[view].width)
				b.check(t, len(page.data.Thumbnails))
				b.screenshot(t, name+"_"+view, views[view].width)
			})
		}
	}
}

// check reads the open page and what the browser said of it.
func (b *browser) check(t *testing.T, pictures int) {
	t.Helper()
	var page struct {
		Width, Window, Pictures, Scripts, Alive int
		Style                                   string
	}
	b.evaluate(t, `({
		width: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
		pictures: [...document.images].filter(i => (i.loading = "eager", i.complete && i.naturalWidth > 0)).length,
		scripts: document.scripts.length + document.querySelectorAll("iframe,object,embed,form,base,[onerror],[onload],[onclick],a:not([href^='#'])").length,
		alive: window.alive || 0,
		style: getComputedStyle(document.querySelector("section")).borderRadius,
	})`, &page)
	if page.Width > page.Window {
		t.Errorf("the page is %d px wide in a window of %d", page.Width, page.Window)
	}
	if page.Scripts+page.Alive > 0 {
		t.Errorf("%d elements that run or lead elsewhere, %d of them did", page.Scripts, page.Alive)
	}
	if page.Pictures != pictures {
		t.Errorf("%d of %d pictures are shown", page.Pictures, pictures)
	}
	if page.Style != "10px" {
		t.Errorf("the style sheet is not in force: a section's corners are %q", page.Style)
	}
	for _, message := range b.messages {
		t.Errorf("the browser says: %s", message)
	}
}

func (b *browser) screenshot(t *testing.T, name string, width int) {
	t.Helper()
	if *screenshots == "" {
		return
	}
	var size struct{ Height int }
	b.evaluate(t, `(document.querySelectorAll("details").forEach((d, i) => d.open = i < 2), {height: document.documentElement.scrollHeight})`, &size)
	var shot struct{ Data string }
	b.call(t, "Page.captureScreenshot", map[string]any{
		"format": "png", "captureBeyondViewport": true,
		"clip": map[string]any{"x": 0, "y": 0, "width": width, "height": size.Height, "scale": 1},
	}, &shot)
	picture, err := base64.StdEncoding.DecodeString(shot.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*screenshots, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// browser is a headless Chromium with one page, spoken to in the DevTools
// protocol (https://chromedevtools.github.io/devtools-protocol/) over a pipe:
// JSON messages that end with a zero byte, to its descriptor 3 and from its 4.
type browser struct {
	to       *os.File
	from     *bufio.Reader
	session  string
	sent     int
	messages []string // of the console and the log, of the open page
	loaded   bool
}

func startBrowser(t *testing.T) *browser {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("no chromium here")
	}
	theirs, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, theirsToo, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	cmd := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--user-data-dir="+t.TempDir(), "--remote-debugging-pipe", "--hide-scrollbars", "--disable-background-networking")
	cmd.ExtraFiles = []*os.File{theirs, theirsToo}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = theirs.Close(), theirsToo.Close()
	t.Cleanup(func() {
		_ = to.Close() // ends it
		_ = cmd.Wait()
		_ = from.Close()
		cancel()
	})
	b := &browser{to: to, from: bufio.NewReader(from)}
	var target struct{ TargetID string }
	b.call(t, "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var session struct{ SessionID string }
	b.call(t, "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	b.session = session.SessionID
	for _, domain := range []string{"Page", "Log", "Runtime"} {
		b.call(t, domain+".enable", nil, nil)
	}
	return b
}

// open shows a file as a browser of such a width and taste would.
func (b *browser) open(t *testing.T, file, scheme string, width int) {
	t.Helper()
	b.call(t, "Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}, nil)
	b.call(t, "Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	b.loaded, b.messages = false, nil
	b.call(t, "Page.navigate", map[string]any{"url": "file://" + file}, nil)
	for !b.loaded {
		b.receive(t)
	}
	// Pictures further down load when they come near.
	var done bool
	b.evaluate(t, `Promise.all([...document.images].map(i => (i.loading = "eager", i.decode().catch(() => 0)))).then(() => true)`, &done)
}

// evaluate runs a script in the page, whose policy does not bind the debugger.
func (b *browser) evaluate(t *testing.T, script string, to any) {
	t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Text string }
	}
	b.call(t, "Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		t.Fatalf("%s in %s", answer.ExceptionDetails.Text, script)
	}
	if err := json.Unmarshal(answer.Result.Value, to); err != nil {
		t.Fatal(err)
	}
}

type reply struct {
	ID     int
	Error  *struct{ Message string }
	Result json.RawMessage
}

// call sends a command and waits for its answer.
func (b *browser) call(t *testing.T, method string, params map[string]any, to any) {
	t.Helper()
	b.sent++
	command := map[string]any{"id": b.sent, "method": method}
	if params != nil {
		command["params"] = params
	}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	text, err := json.Marshal(command)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.to.Write(append(text, 0)); err != nil {
		t.Fatal(err)
	}
	for {
		r := b.receive(t)
		if r.ID != b.sent {
			continue
		}
		if r.Error != nil {
			t.Fatalf("%s: %s", method, r.Error.Message)
		}
		if to != nil {
			if err := json.Unmarshal(r.Result, to); err != nil {
				t.Fatalf("%s: %v", method, err)
			}
		}
		return
	}
}

// receive reads the next answer or event.
func (b *browser) receive(t *testing.T) reply {
	t.Helper()
	text, err := b.from.ReadBytes(0)
	if err != nil {
		t.Fatal(errors.Join(errors.New("the browser is gone"), err))
	}
	var event struct {
		Method string
		Params json.RawMessage
	}
	var r reply
	text = bytes.TrimSuffix(text, []byte{0})
	if err := errors.Join(json.Unmarshal(text, &r), json.Unmarshal(text, &event)); err != nil {
		t.Fatal(err)
	}
	switch event.Method {
	case "Page.loadEventFired":
		b.loaded = true
	case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening":
		b.messages = append(b.messages, strings.TrimSpace(fmt.Sprint(event.Method, " ", string(event.Params))))
	}
	return r
}
