//go:build !purego

#include "textflag.h"

// Four int32 of one value.
#define CONST4(name, value) \
	DATA name<>+0(SB)/4, $value    \
	DATA name<>+4(SB)/4, $value    \
	DATA name<>+8(SB)/4, $value    \
	DATA name<>+12(SB)/4, $value   \
	GLOBL name<>(SB), RODATA|NOPTR, $16

CONST4(cos8, 85627)
CONST4(sin8, 35468)
CONST4(half, 4)

// The order that makes words of two columns of four those of four rows of two.
DATA pairs<>+0(SB)/8, $0x0b0a030209080100
DATA pairs<>+8(SB)/8, $0x0f0e07060d0c0504
GLOBL pairs<>(SB), RODATA|NOPTR, $16

// INVERSE4 transforms X0 to X3 in place: see add.
#define INVERSE4 \
	VPADDD X2, X0, X4              \ // a
	VPSUBD X2, X0, X5              \ // b
	VPMULLD sin8<>(SB), X1, X6     \
	VPMULLD cos8<>(SB), X1, X7     \
	VPMULLD cos8<>(SB), X3, X8     \
	VPMULLD sin8<>(SB), X3, X9     \
	VPSRAD $16, X6, X6             \
	VPSRAD $16, X7, X7             \
	VPSRAD $16, X8, X8             \
	VPSRAD $16, X9, X9             \
	VPSUBD X8, X6, X6              \ // c
	VPADDD X9, X7, X7              \ // d
	VPADDD X7, X4, X0              \
	VPADDD X6, X5, X1              \
	VPSUBD X6, X5, X2              \
	VPSUBD X7, X4, X3

// func addAVX2(in *[16]int16, dst *byte, stride int)
TEXT ·addAVX2(SB), NOSPLIT, $0-24
	MOVQ in+0(FP), AX
	MOVQ dst+8(FP), DI
	MOVQ stride+16(FP), DX
	LEAQ (DI)(DX*2), SI
	VPMOVSXWD 0(AX), X0
	VPMOVSXWD 8(AX), X1
	VPMOVSXWD 16(AX), X2
	VPMOVSXWD 24(AX), X3
	VMOVD (DI), X10
	VPINSRD $1, (DI)(DX*1), X10, X10
	VPINSRD $2, (SI), X10, X10
	VPINSRD $3, (SI)(DX*1), X10, X10
	VPXOR X11, X11, X11
	VPUNPCKHBW X11, X10, X12
	VPUNPCKLBW X11, X10, X11
	INVERSE4
	VPUNPCKLDQ X1, X0, X4
	VPUNPCKHDQ X1, X0, X5
	VPUNPCKLDQ X3, X2, X6
	VPUNPCKHDQ X3, X2, X7
	VPUNPCKLQDQ X6, X4, X0
	VPUNPCKHQDQ X6, X4, X1
	VPUNPCKLQDQ X7, X5, X2
	VPUNPCKHQDQ X7, X5, X3
	VPADDD half<>(SB), X0, X0
	INVERSE4
	VPSRAD $3, X0, X0
	VPSRAD $3, X1, X1
	VPSRAD $3, X2, X2
	VPSRAD $3, X3, X3
	VPACKSSDW X1, X0, X0 // what this clamps is beyond a sample all the same
	VPACKSSDW X3, X2, X2
	VPSHUFB pairs<>(SB), X0, X0
	VPSHUFB pairs<>(SB), X2, X2
	VPUNPCKLDQ X2, X0, X1
	VPUNPCKHDQ X2, X0, X3
	VPADDSW X11, X1, X1
	VPADDSW X12, X3, X3
	VPACKUSWB X3, X1, X1
	VMOVD X1, (DI)
	VPEXTRD $1, X1, (DI)(DX*1)
	VPEXTRD $2, X1, (SI)
	VPEXTRD $3, X1, (SI)(DX*1)
	RET
