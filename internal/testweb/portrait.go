package testweb

var (
	skins   = []rgb{{246, 212, 188}, {232, 190, 158}, {214, 164, 126}, {180, 128, 94}, {140, 96, 68}, {104, 70, 52}}
	hairs   = []rgb{{42, 32, 30}, {78, 50, 34}, {120, 76, 42}, {176, 130, 72}, {222, 184, 116}, {150, 64, 36}, {168, 164, 164}}
	irises  = []rgb{{84, 58, 38}, {70, 110, 150}, {84, 118, 78}, {120, 88, 50}}
	clothes = []rgb{{186, 66, 62}, {58, 96, 148}, {232, 188, 84}, {72, 130, 112}, {124, 84, 140}, {236, 232, 222}, {62, 64, 74}, {226, 132, 96}}
)

// What is on a person's head, if not short hair.
const (
	long = 1 + iota
	bun
	hat
	styles // how many there are, with short
)

// person is what a portrait is drawn with.
type person struct {
	head
	canvas                   *canvas
	skin, hair, iris, cloth  rgb
	style                    int     // of the hair; 0 is short
	smile, brow, gaze, blush float32 // -1 to 1, or 0 to 1
}

// portrait draws one person.
func (s *scene) portrait(c *canvas) {
	d := &s.dice
	p := &person{
		head: s.head, canvas: c,
		skin: skins[d.pick(len(skins))], hair: hairs[d.pick(len(hairs))], iris: irises[d.pick(len(irises))], cloth: clothes[d.pick(len(clothes))],
		style: d.pick(styles), smile: d.between(0.3, 1), brow: d.between(-1, 1), gaze: d.between(-1, 1), blush: d.between(0.1, 0.4),
	}
	p.hairBehind()
	p.body()
	p.face()
	p.hairBefore()
	for _, side := range []float32{-1, 1} {
		p.eye(side)
	}
	p.noseAndMouth()
}

// add draws an ellipse whose centre and radii are given in radii of the head.
func (p *person) add(x, y, rx, ry float32, e ellipse) {
	e.x, e.y, e.rx, e.ry = p.x+x*p.rx, p.y+y*p.ry, rx*p.rx, ry*p.ry
	p.canvas.draw(e)
}

// line returns the height in pixels of a clipping line given in radii of the head.
func (p *person) line(y float32) float32 { return p.y + y*p.ry }

func (p *person) hairBehind() {
	e := ellipse{color: p.hair.times(0.8), light: 0.3, detail: 0.5}
	switch p.style {
	case long:
		p.add(0, 0.25, 1.32, 1.5, e)
	case bun:
		p.add(0, -1.22, 0.46, 0.36, e)
		p.add(0, -0.15, 1.1, 1.05, e)
	case hat:
		p.add(0, -0.1, 1.06, 0.9, e)
	default:
		p.add(0, -0.2, 1.08, 0.98, e)
	}
}

func (p *person) body() {
	shadow := p.skin.times(0.78)
	p.add(0, 2.75, 2.15, 1.35, ellipse{color: p.cloth, light: 0.25, detail: 0.7, column: true})
	p.add(0, 1.42, 0.52, 0.3, ellipse{color: p.cloth.times(0.8), light: 0.2, detail: 0.5}) // collar
	p.add(0, 0.98, 0.4, 0.62, ellipse{color: shadow, light: 0.1, detail: 0.25})
}

func (p *person) face() {
	for _, side := range []float32{-1, 1} {
		p.add(side*0.98, 0.06, 0.14, 0.2, ellipse{color: p.skin.times(0.92), light: 0.2, detail: 0.22})
	}
	p.add(0, 0, 1, 1, ellipse{color: p.skin, light: 0.16, detail: 0.3})
	red := p.skin.times(0.95).toward(rgb{226, 80, 70}, 0.25)
	for _, side := range []float32{-1, 1} {
		p.add(side*0.52, 0.3, 0.26, 0.17, ellipse{color: red, alpha: 2 * p.blush, detail: 0.3, soft: 0.9})
	}
}

// hairBefore draws what lies on the forehead: a cap that is cut off by a
// second, skin-coloured forehead.
func (p *person) hairBefore() {
	if p.style == hat {
		p.add(0, -0.42, 1.14, 0.72, ellipse{color: p.cloth.times(0.9), light: 0.3, detail: 0.5, above: p.line(-0.42)})
		p.add(0, -0.42, 1.3, 0.09, ellipse{color: p.cloth.times(0.75), light: 0.2, detail: 0.4})
		return
	}
	p.add(0, -0.36, 1.07, 0.8, ellipse{color: p.hair, light: 0.35, detail: 0.55, above: p.line(-0.3)})
	p.add(0.12*p.gaze, -0.12, 0.86, 0.5, ellipse{color: p.skin.times(1.03), light: 0.1, detail: 0.3, above: p.line(-0.1), soft: 0.03})
}

func (p *person) eye(side float32) {
	x := side * 0.4
	p.add(x, -0.02, 0.2, 0.11, ellipse{color: rgb{250, 248, 244}, light: 0.08, detail: 0.1})
	p.add(x+0.04*p.gaze, -0.02, 0.1, 0.095, ellipse{color: p.iris, light: -0.3, detail: 0.2})
	p.add(x+0.04*p.gaze, -0.02, 0.05, 0.045, ellipse{color: rgb{18, 14, 14}, detail: 0.05})
	p.add(x+0.04*p.gaze-0.03, -0.055, 0.025, 0.02, ellipse{color: rgb{255, 255, 255}, detail: 0.05})
	p.add(x, -0.12, 0.23, 0.045, ellipse{color: p.skin.times(0.8), detail: 0.2, soft: 0.3, alpha: 0.8})                   // lid
	p.add(x*1.04, -0.235-0.02*p.brow, 0.25, 0.04, ellipse{color: p.hair.times(0.85), detail: 0.4, soft: 0.3, alpha: 0.9}) // brow
}

func (p *person) noseAndMouth() {
	p.add(0.05, 0.22, 0.07, 0.2, ellipse{color: p.skin.times(0.86), detail: 0.22, soft: 0.8, alpha: 0.7})
	p.add(0, 0.34, 0.15, 0.07, ellipse{color: p.skin.times(0.84), detail: 0.22, soft: 0.6, alpha: 0.8})
	p.add(-0.02, 0.31, 0.09, 0.05, ellipse{color: p.skin.times(1.06), detail: 0.22, soft: 0.6, alpha: 0.8})
	deep := 0.1 + 0.1*p.smile
	lip := p.skin.toward(rgb{176, 50, 56}, 0.6)
	p.add(0, 0.53, 0.36, deep+0.035, ellipse{color: lip, light: 0.2, detail: 0.2, below: p.line(0.52)})
	p.add(0, 0.545, 0.3, deep, ellipse{color: rgb{104, 30, 36}, detail: 0.15, below: p.line(0.545)})
	p.add(0, 0.545, 0.27, deep*0.5, ellipse{color: rgb{250, 246, 240}, detail: 0.08, below: p.line(0.545)})
	p.add(0, 0.53, 0.33, 0.02, ellipse{color: lip.times(0.9), detail: 0.2, soft: 0.4, alpha: 0.8})
}
