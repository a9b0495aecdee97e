/* Answers requests on standard input, a line each:
 *
 *     WAY FILE X Y W H COUNT
 *
 * by cropping and encoding that box COUNT times with libjpeg-turbo, and
 * printing the CPU microseconds of one. The ways:
 *
 *     crop   decode only the box's columns and rows, as RGB
 *     planar the same, as YCbCr, which saves the conversion and its way back
 *     whole  decode the whole picture, as RGB
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <jpeglib.h>

struct box { unsigned x, y, w, h; };

static double cpu(void) {
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static unsigned char *slurp(const char *name, unsigned long *size) {
	FILE *f = fopen(name, "rb");
	if (!f) {
		perror(name);
		exit(1);
	}
	fseek(f, 0, SEEK_END);
	*size = ftell(f);
	rewind(f);
	unsigned char *data = malloc(*size);
	if (fread(data, 1, *size, f) != *size) {
		perror(name);
		exit(1);
	}
	fclose(f);
	return data;
}

/* decode fills rows with at least the box, and returns the column that rows
 * begin at. */
static unsigned decode(unsigned char *data, unsigned long size, struct box b, J_COLOR_SPACE space, int whole, JSAMPROW *rows) {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr err;
	d.err = jpeg_std_error(&err);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, data, size);
	jpeg_read_header(&d, TRUE);
	d.out_color_space = space;
	jpeg_start_decompress(&d);
	JDIMENSION from = 0, width = d.output_width, top = 0, bottom = d.output_height;
	if (!whole) {
		from = b.x;
		width = b.w;
		top = b.y;
		bottom = b.y + b.h;
		jpeg_crop_scanline(&d, &from, &width);
		if (top > 0)
			jpeg_skip_scanlines(&d, top);
	}
	for (JDIMENSION y = top; y < bottom; y++)
		jpeg_read_scanlines(&d, &rows[y - top], 1);
	if (whole)
		jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	return from;
}

static void encode(JSAMPROW *rows, unsigned column, struct box b, J_COLOR_SPACE space) {
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr err;
	unsigned char *out = NULL;
	unsigned long n = 0;
	c.err = jpeg_std_error(&err);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &out, &n);
	c.image_width = b.w;
	c.image_height = b.h;
	c.input_components = 3;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 90, TRUE);
	jpeg_start_compress(&c, TRUE);
	for (unsigned y = 0; y < b.h; y++) {
		JSAMPROW row = rows[y] + 3 * column;
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	free(out);
}

int main(void) {
	char way[16], name[1024];
	struct box b;
	unsigned count;
	while (scanf("%15s %1023s %u %u %u %u %u", way, name, &b.x, &b.y, &b.w, &b.h, &count) == 7) {
		unsigned long size;
		unsigned char *data = slurp(name, &size);
		int whole = !strcmp(way, "whole");
		J_COLOR_SPACE space = strcmp(way, "planar") ? JCS_RGB : JCS_YCbCr;
		enum { SIDE = 4096 };
		static unsigned char pixels[SIDE * SIDE * 3];
		static JSAMPROW rows[SIDE];
		for (int y = 0; y < SIDE; y++)
			rows[y] = pixels + 3 * SIDE * y;
		double start = cpu();
		for (unsigned i = 0; i < count; i++) {
			unsigned from = decode(data, size, b, space, whole, rows);
			encode(whole ? rows + b.y : rows, b.x - from, b, space);
		}
		printf("%.1f\n", (cpu() - start) / count);
		fflush(stdout);
		free(data);
	}
	return 0;
}
