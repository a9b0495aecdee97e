//go:build !purego

#include "textflag.h"

// Sixteen bytes of eight given ones.
#define CONST16(name, value) \
	DATA name<>+0(SB)/8, $value    \
	DATA name<>+8(SB)/8, $value    \
	GLOBL name<>(SB), RODATA|NOPTR, $16

// Thirty-two.
#define CONST32(name, value) \
	DATA name<>+0(SB)/8, $value    \
	DATA name<>+8(SB)/8, $value    \
	DATA name<>+16(SB)/8, $value   \
	DATA name<>+24(SB)/8, $value   \
	GLOBL name<>(SB), RODATA|NOPTR, $32

CONST16(signs, 0x8080808080808080)
CONST16(evens, 0xfefefefefefefefe)
CONST16(threes, 0x0303030303030303)
CONST16(fours, 0x0404040404040404)
CONST16(eights, 0x0808080808080808)
CONST16(sixteens, 0x1010101010101010)
CONST16(fiveBits, 0x1f1f1f1f1f1f1f1f)
CONST32(nines, 0x0009000900090009)
CONST32(almostHalf, 0x003f003f003f003f) // 63 of 128

// An edge is in X0 to X7: the four samples before it, p3 to p0, and the four
// behind it, q0 to q3, of sixteen segments across it. AX has the limits.
#define P3 X0
#define P2 X1
#define P1 X2
#define P0 X3
#define Q0 X4
#define Q1 X5
#define Q2 X6
#define Q3 X7

// DIFFERENCE leaves in d how far a and b are apart.
#define DIFFERENCE(a, b, d, t) \
	VPSUBUSB b, a, d               \
	VPSUBUSB a, b, t               \
	VPOR t, d, d

// PASSED leaves in X8 which segments are filtered, and in X9 which have no high
// variance, and jumps if none is filtered: see limits.passed.
#define PASSED(none) \
	DIFFERENCE(P1, P0, X9, X10)    \
	DIFFERENCE(Q1, Q0, X11, X10)   \
	VPMAXUB X11, X9, X9            \
	DIFFERENCE(P3, P2, X8, X10)    \
	DIFFERENCE(P2, P1, X11, X10)   \
	VPMAXUB X11, X8, X8            \
	DIFFERENCE(Q3, Q2, X12, X10)   \
	DIFFERENCE(Q2, Q1, X11, X10)   \
	VPMAXUB X11, X12, X12          \
	VPMAXUB X12, X8, X8            \
	VPMAXUB X9, X8, X8             \
	VPSUBUSB 16(AX), X8, X8        \
	DIFFERENCE(P0, Q0, X11, X10)   \
	VPADDUSB X11, X11, X11         \
	DIFFERENCE(P1, Q1, X12, X10)   \
	VPAND evens<>(SB), X12, X12    \
	VPSRLW $1, X12, X12            \
	VPADDUSB X12, X11, X11         \
	VPSUBUSB 0(AX), X11, X11       \
	VPOR X11, X8, X8               \
	VPSUBUSB 32(AX), X9, X9        \
	VPXOR X10, X10, X10            \
	VPCMPEQB X10, X9, X9           \
	VPCMPEQB X10, X8, X8           \
	VPTEST X8, X8                  \
	JZ none

// EIGHTHS leaves in up and down an eighth of d, with a bias of 16, rounded up
// and down at a half; clobbers d.
#define EIGHTHS(d, up, down) \
	VPADDSB fours<>(SB), d, up     \
	VPADDSB threes<>(SB), d, down  \
	VPXOR signs<>(SB), up, up      \
	VPXOR signs<>(SB), down, down  \
	VPSRLW $3, up, up              \
	VPSRLW $3, down, down          \
	VPAND fiveBits<>(SB), up, up   \
	VPAND fiveBits<>(SB), down, down

// FLIP turns samples into numbers with a sign, and back.
#define FLIP(x) VPXOR signs<>(SB), x, x

// FILTER_INNER changes two samples on each side: see limits.inner.
#define FILTER_INNER(none) \
	PASSED(none)                   \
	FLIP(P1)                       \
	FLIP(P0)                       \
	FLIP(Q0)                       \
	FLIP(Q1)                       \
	VPSUBSB Q1, P1, X10            \
	VPANDN X10, X9, X10            \
	VPSUBSB P0, Q0, X11            \
	VPADDSB X11, X10, X10          \
	VPADDSB X11, X10, X10          \
	VPADDSB X11, X10, X10          \
	VPAND X8, X10, X10             \
	EIGHTHS(X10, X11, X12)         \
	VPXOR X13, X13, X13            \
	VPAVGB X13, X11, X13           \ // half of the upper one
	VPSUBB eights<>(SB), X13, X13  \
	VPAND X9, X13, X13             \
	VPSUBB sixteens<>(SB), X11, X11 \
	VPSUBB sixteens<>(SB), X12, X12 \
	VPADDSB X13, P1, P1            \
	VPADDSB X12, P0, P0            \
	VPSUBSB X11, Q0, Q0            \
	VPSUBSB X13, Q1, Q1            \
	FLIP(P1)                       \
	FLIP(P0)                       \
	FLIP(Q0)                       \
	FLIP(Q1)

// SEVENTHS leaves in x 128ths of the words in y, rounded.
#define SEVENTHS(y, x, t) \
	VPSRAW $7, y, y                \
	VEXTRACTI128 $1, y, t          \
	VPACKSSWB t, x, x

// FILTER_OUTER changes three samples on each side: see limits.outer.
#define FILTER_OUTER(none) \
	PASSED(none)                   \
	FLIP(P2)                       \
	FLIP(P1)                       \
	FLIP(P0)                       \
	FLIP(Q0)                       \
	FLIP(Q1)                       \
	FLIP(Q2)                       \
	VPSUBSB Q1, P1, X10            \
	VPSUBSB P0, Q0, X11            \
	VPADDSB X11, X10, X10          \
	VPADDSB X11, X10, X10          \
	VPADDSB X11, X10, X10          \
	VPAND X8, X10, X10             \
	VPAND X9, X10, X8              \
	VPANDN X10, X9, X10            \
	EIGHTHS(X10, X11, X12)         \
	VPSUBB sixteens<>(SB), X11, X11 \
	VPSUBB sixteens<>(SB), X12, X12 \
	VPADDSB X12, P0, P0            \
	VPSUBSB X11, Q0, Q0            \
	VPMOVSXBW X8, Y8               \
	VPMULLW nines<>(SB), Y8, Y8    \
	VPADDW almostHalf<>(SB), Y8, Y9 \
	VPADDW Y8, Y9, Y10             \
	VPADDW Y8, Y10, Y11            \
	SEVENTHS(Y9, X9, X12)          \
	SEVENTHS(Y10, X10, X13)        \
	SEVENTHS(Y11, X11, X14)        \
	VPADDSB X9, P2, P2             \
	VPSUBSB X9, Q2, Q2             \
	VPADDSB X10, P1, P1            \
	VPSUBSB X10, Q1, Q1            \
	VPADDSB X11, P0, P0            \
	VPSUBSB X11, Q0, Q0            \
	FLIP(P2)                       \
	FLIP(P1)                       \
	FLIP(P0)                       \
	FLIP(Q0)                       \
	FLIP(Q1)                       \
	FLIP(Q2)

// LOAD and STORE move a line of eight samples at SI and one at DI.
#define LOAD(at, bt, x) \
	VMOVQ at, x                    \
	VMOVHPS bt, x, x

#define STORE(x, at, bt) \
	VMOVQ x, at                    \
	VMOVHPS x, bt

// ARGUMENTS has the edge's two halves in SI and DI, what is four lines on in R8
// and R9, and one line and three lines in DX and CX.
#define ARGUMENTS \
	MOVQ a+0(FP), SI               \
	MOVQ b+8(FP), DI               \
	MOVQ stride+16(FP), DX         \
	LEAQ (DX)(DX*2), CX

#define FOUR_ON \
	LEAQ (SI)(DX*4), R8            \
	LEAQ (DI)(DX*4), R9

// func outerHorizontalAVX2(a, b *byte, stride int, l *wideLimits)
TEXT ·outerHorizontalAVX2(SB), NOSPLIT, $0-32
	ARGUMENTS
	MOVQ l+24(FP), AX
	FOUR_ON
	LOAD((SI), (DI), P3)
	LOAD((SI)(DX*1), (DI)(DX*1), P2)
	LOAD((SI)(DX*2), (DI)(DX*2), P1)
	LOAD((SI)(CX*1), (DI)(CX*1), P0)
	LOAD((R8), (R9), Q0)
	LOAD((R8)(DX*1), (R9)(DX*1), Q1)
	LOAD((R8)(DX*2), (R9)(DX*2), Q2)
	LOAD((R8)(CX*1), (R9)(CX*1), Q3)
	FILTER_OUTER(done)
	STORE(P2, (SI)(DX*1), (DI)(DX*1))
	STORE(P1, (SI)(DX*2), (DI)(DX*2))
	STORE(P0, (SI)(CX*1), (DI)(CX*1))
	STORE(Q0, (R8), (R9))
	STORE(Q1, (R8)(DX*1), (R9)(DX*1))
	STORE(Q2, (R8)(DX*2), (R9)(DX*2))

done:
	VZEROUPPER
	RET

// func innerHorizontalAVX2(a, b *byte, stride int, l *wideLimits, count int)
TEXT ·innerHorizontalAVX2(SB), NOSPLIT, $0-40
	ARGUMENTS
	MOVQ l+24(FP), AX
	MOVQ count+32(FP), BX
	LOAD((SI), (DI), P3)
	LOAD((SI)(DX*1), (DI)(DX*1), P2)
	LOAD((SI)(DX*2), (DI)(DX*2), P1)
	LOAD((SI)(CX*1), (DI)(CX*1), P0)

edge:
	FOUR_ON
	LOAD((R8), (R9), Q0)
	LOAD((R8)(DX*1), (R9)(DX*1), Q1)
	LOAD((R8)(DX*2), (R9)(DX*2), Q2)
	LOAD((R8)(CX*1), (R9)(CX*1), Q3)
	FILTER_INNER(next)
	STORE(P1, (SI)(DX*2), (DI)(DX*2))
	STORE(P0, (SI)(CX*1), (DI)(CX*1))
	STORE(Q0, (R8), (R9))
	STORE(Q1, (R8)(DX*1), (R9)(DX*1))

next:
	VMOVDQA Q0, P3
	VMOVDQA Q1, P2
	VMOVDQA Q2, P1
	VMOVDQA Q3, P0
	MOVQ R8, SI
	MOVQ R9, DI
	DECQ BX
	JNZ edge
	VZEROUPPER
	RET

// TURN interleaves the bytes of eight registers, each with that four on. Three
// times, of columns it makes rows of eight, those of a and of b; four times, of
// such rows columns, whose bytes are in another order, which does not matter.
#define TURN(x0, x1, x2, x3, x4, x5, x6, x7, y0, y1, y2, y3, y4, y5, y6, y7) \
	VPUNPCKLBW x4, x0, y0          \
	VPUNPCKHBW x4, x0, y1          \
	VPUNPCKLBW x5, x1, y2          \
	VPUNPCKHBW x5, x1, y3          \
	VPUNPCKLBW x6, x2, y4          \
	VPUNPCKHBW x6, x2, y5          \
	VPUNPCKLBW x7, x3, y6          \
	VPUNPCKHBW x7, x3, y7

#define TURN_UP TURN(X0, X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13, X14, X15)
#define TURN_DOWN TURN(X8, X9, X10, X11, X12, X13, X14, X15, X0, X1, X2, X3, X4, X5, X6, X7)

// LOAD_COLUMNS loads the eight columns about an edge.
#define LOAD_COLUMNS \
	LOAD((SI), (DI), X0)                 \
	LOAD((SI)(DX*1), (DI)(DX*1), X1)     \
	LOAD((SI)(DX*2), (DI)(DX*2), X2)     \
	LOAD((SI)(CX*1), (DI)(CX*1), X3)     \
	LOAD((R8), (R9), X4)                 \
	LOAD((R8)(DX*1), (R9)(DX*1), X5)     \
	LOAD((R8)(DX*2), (R9)(DX*2), X6)     \
	LOAD((R8)(CX*1), (R9)(CX*1), X7)     \
	TURN_UP                              \
	TURN_DOWN                            \
	TURN_UP                              \
	TURN_DOWN

// func outerVerticalAVX2(a, b *byte, stride int, l *wideLimits)
TEXT ·outerVerticalAVX2(SB), NOSPLIT, $0-32
	ARGUMENTS
	MOVQ l+24(FP), AX
	FOUR_ON
	LOAD_COLUMNS
	FILTER_OUTER(done)
	TURN_UP
	TURN_DOWN
	TURN_UP
	STORE(X8, (SI), (DI))
	STORE(X9, (SI)(DX*1), (DI)(DX*1))
	STORE(X10, (SI)(DX*2), (DI)(DX*2))
	STORE(X11, (SI)(CX*1), (DI)(CX*1))
	STORE(X12, (R8), (R9))
	STORE(X13, (R8)(DX*1), (R9)(DX*1))
	STORE(X14, (R8)(DX*2), (R9)(DX*2))
	STORE(X15, (R8)(CX*1), (R9)(CX*1))

done:
	VZEROUPPER
	RET

// STORE4 stores the four samples beside an edge of a line, the next one, and
// those eight lines on.
#define STORE4(x, at, bt, at1, bt1) \
	VMOVD x, at                    \
	VPEXTRD $1, x, bt              \
	VPEXTRD $2, x, at1             \
	VPEXTRD $3, x, bt1

// func innerVerticalAVX2(a, b *byte, stride int, l *wideLimits, count int)
TEXT ·innerVerticalAVX2(SB), NOSPLIT, $0-40
	ARGUMENTS
	MOVQ l+24(FP), AX
	MOVQ count+32(FP), BX
	FOUR_ON

edge:
	LOAD_COLUMNS
	FILTER_INNER(next)
	VPUNPCKLBW Q0, P1, X8
	VPUNPCKHBW Q0, P1, X9
	VPUNPCKLBW Q1, P0, X10
	VPUNPCKHBW Q1, P0, X11
	VPUNPCKLBW X10, X8, X0
	VPUNPCKHBW X10, X8, X1
	VPUNPCKLBW X11, X9, X2
	VPUNPCKHBW X11, X9, X3
	STORE4(X0, 2(SI), 2(DI), 2(SI)(DX*1), 2(DI)(DX*1))
	STORE4(X1, 2(SI)(DX*2), 2(DI)(DX*2), 2(SI)(CX*1), 2(DI)(CX*1))
	STORE4(X2, 2(R8), 2(R9), 2(R8)(DX*1), 2(R9)(DX*1))
	STORE4(X3, 2(R8)(DX*2), 2(R9)(DX*2), 2(R8)(CX*1), 2(R9)(CX*1))

next:
	ADDQ $4, SI
	ADDQ $4, DI
	ADDQ $4, R8
	ADDQ $4, R9
	DECQ BX
	JNZ edge
	VZEROUPPER
	RET
