package testweb

// daylight is the light of a landscape.
type daylight struct {
	zenith, horizon, sun rgb
	hills                [3]rgb // from far to near
}

var daylights = []daylight{
	{rgb{74, 134, 201}, rgb{214, 231, 240}, rgb{255, 250, 230}, [3]rgb{{134, 166, 178}, {98, 140, 96}, {78, 122, 58}}},     // noon
	{rgb{88, 92, 160}, rgb{250, 186, 140}, rgb{255, 226, 170}, [3]rgb{{150, 112, 140}, {116, 88, 104}, {88, 80, 74}}},      // dusk
	{rgb{120, 176, 190}, rgb{252, 228, 196}, rgb{255, 244, 214}, [3]rgb{{150, 178, 168}, {170, 160, 92}, {150, 128, 58}}},  // harvest
	{rgb{60, 140, 160}, rgb{190, 232, 220}, rgb{240, 255, 240}, [3]rgb{{104, 160, 160}, {52, 122, 110}, {40, 96, 84}}},     // fjord
	{rgb{150, 130, 190}, rgb{250, 214, 222}, rgb{255, 240, 236}, [3]rgb{{176, 152, 190}, {150, 112, 150}, {122, 92, 120}}}, // heather
	{rgb{110, 150, 196}, rgb{236, 236, 232}, rgb{255, 252, 240}, [3]rgb{{176, 180, 186}, {190, 130, 84}, {168, 96, 56}}},   // autumn
}

// landscape draws sky, sun, clouds and three ranges of hills.
func (s *scene) landscape(c *canvas) {
	w, h := float32(s.width), float32(s.height)
	s.sky(c)
	s.sun(c, w*s.dice.between(0.1, 0.9), h*s.dice.between(0.08, 0.3))
	horizon := h * s.dice.between(0.4, 0.46)
	details := [3]float32{0.5, 0.85, 0.95}
	for i, color := range s.light.hills {
		s.hill(c, i, horizon+float32(i)*h*s.dice.between(0.11, 0.15), color, details[i])
	}
}

func (s *scene) sky(c *canvas) {
	cell := max(s.width, s.height) / 3
	var clouds octaves
	for i, amplitude := range []float32{0.5, 0.3, 0.18, 0.1} {
		clouds = append(clouds, newOctave(hash(s.seed, 10, uint64(i)), max(1, cell>>i), amplitude, s.width))
	}
	noise := make([]float32, s.width)
	white := s.light.horizon.toward(rgb{255, 255, 255}, 0.7)
	for y := range c.height {
		down := float32(y) / float32(c.height)
		blue := s.light.zenith.toward(s.light.horizon, smoothstep(down*1.9))
		clouds.row(y, noise)
		row := c.row(y)
		for x, n := range noise {
			cloud := smoothstep((n + 0.05) * 1.6)
			row[x] = pixel{blue.toward(white, 0.75*cloud), 0.22}
		}
	}
}

func (s *scene) sun(c *canvas, x, y float32) {
	r := 0.06 * float32(min(s.width, s.height))
	c.draw(ellipse{x: x, y: y, rx: 4 * r, ry: 4 * r, color: s.light.sun, detail: 0.14, alpha: 0.45, soft: 0.9})
	c.draw(ellipse{x: x, y: y, rx: r, ry: r, color: s.light.sun, detail: 0.1, alpha: 0.9, soft: 0.2})
}

// hill fills what lies below a ridge around y.
func (s *scene) hill(c *canvas, number int, y float32, color rgb, detail float32) {
	ridge := make([]float32, s.width)
	cell, swing := s.width/3, 0.06*float32(s.height)
	for i := range 4 {
		newOctave(hash(s.seed, 20, uint64(number), uint64(i)), max(1, cell>>i), swing/float32(int(1)<<i), s.width).addRow(0, ridge)
	}
	for top := range c.height {
		near := (float32(top) - y) / float32(c.height)
		shade := color.times(1.12 - 0.5*max(0, near))
		row := c.row(top)
		for x, rise := range ridge {
			if covered := float32(top) - y - rise; covered > 0 {
				row[x].cover(shade, detail, min(1, covered))
			}
		}
	}
}
