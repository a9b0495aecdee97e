//go:build !purego

#include "textflag.h"

// Eight float32 or int32 of one value.
#define CONST8(name, value) \
	DATA name<>+0(SB)/4, $value \
	DATA name<>+4(SB)/4, $value \
	DATA name<>+8(SB)/4, $value \
	DATA name<>+12(SB)/4, $value \
	DATA name<>+16(SB)/4, $value \
	DATA name<>+20(SB)/4, $value \
	DATA name<>+24(SB)/4, $value \
	DATA name<>+28(SB)/4, $value \
	GLOBL name<>(SB), RODATA|NOPTR, $32

CONST8(cos4, 0x3f3504f3)
CONST8(cos6, 0x3ec3ef15)
CONST8(cos2Less6, 0x3f0a8bd4)
CONST8(cos2Plus6, 0x3fa73d75)
CONST8(levelShift, 0x43000000) // 128

CONST8(mul0541, 4433)
CONST8(mul0765, 6270)
CONST8(mul1847, -15137)
CONST8(mul1175, 9633)
CONST8(mul0298, 2446)
CONST8(mul2053, 16819)
CONST8(mul3072, 25172)
CONST8(mul1501, 12299)
CONST8(mul0899, -7373)
CONST8(mul2562, -20995)
CONST8(mul1961, -16069)
CONST8(mul0390, -3196)
CONST8(firstBias, 1024)      // rounds by firstShift
CONST8(lastBias, 33685504) // rounds by lastShift, and adds 128

// FORWARD8 transforms s0 to s7, in place: see forward8.
#define FORWARD8(s0, s1, s2, s3, s4, s5, s6, s7, t0, t1, t2, t3, t4, t5, t6, t7) \
	VADDPS s7, s0, t0              \ // s07
	VSUBPS s7, s0, t1              \ // d07
	VADDPS s6, s1, t2              \ // s16
	VSUBPS s6, s1, t3              \ // d16
	VADDPS s5, s2, t4              \ // s25
	VSUBPS s5, s2, t5              \ // d25
	VADDPS s4, s3, t6              \ // s34
	VSUBPS s4, s3, t7              \ // d34
	VADDPS t6, t0, s1              \ // a0
	VSUBPS t6, t0, t0              \ // a3
	VADDPS t4, t2, s3              \ // a1
	VSUBPS t4, t2, t2              \ // a2
	VADDPS s3, s1, s0              \
	VSUBPS s3, s1, s4              \
	VADDPS t0, t2, t2              \
	VMULPS cos4<>(SB), t2, t2      \ // z1
	VADDPS t2, t0, s2              \
	VSUBPS t2, t0, s6              \
	VADDPS t5, t7, t7              \ // b0
	VADDPS t3, t5, t5              \ // b1
	VADDPS t1, t3, t3              \ // b2
	VSUBPS t3, t7, t0              \
	VMULPS cos6<>(SB), t0, t0      \ // z5
	VMULPS cos2Less6<>(SB), t7, t7 \
	VADDPS t0, t7, t7              \ // z2
	VMULPS cos2Plus6<>(SB), t3, t3 \
	VADDPS t0, t3, t3              \ // z4
	VMULPS cos4<>(SB), t5, t5      \ // z3
	VADDPS t5, t1, t0              \ // z11
	VSUBPS t5, t1, t1              \ // z13
	VADDPS t7, t1, s5              \
	VSUBPS t7, t1, s3              \
	VADDPS t3, t0, s1              \
	VSUBPS t3, t0, s7

// TRANSPOSE puts the columns of Y0 to Y7 into Y8 to Y15.
#define TRANSPOSE \
	VUNPCKLPS Y1, Y0, Y8           \
	VUNPCKHPS Y1, Y0, Y9           \
	VUNPCKLPS Y3, Y2, Y10          \
	VUNPCKHPS Y3, Y2, Y11          \
	VUNPCKLPS Y5, Y4, Y12          \
	VUNPCKHPS Y5, Y4, Y13          \
	VUNPCKLPS Y7, Y6, Y14          \
	VUNPCKHPS Y7, Y6, Y15          \
	VSHUFPS $0x44, Y10, Y8, Y0     \
	VSHUFPS $0xee, Y10, Y8, Y1     \
	VSHUFPS $0x44, Y11, Y9, Y2     \
	VSHUFPS $0xee, Y11, Y9, Y3     \
	VSHUFPS $0x44, Y14, Y12, Y4    \
	VSHUFPS $0xee, Y14, Y12, Y5    \
	VSHUFPS $0x44, Y15, Y13, Y6    \
	VSHUFPS $0xee, Y15, Y13, Y7    \
	VPERM2F128 $0x20, Y4, Y0, Y8   \
	VPERM2F128 $0x20, Y5, Y1, Y9   \
	VPERM2F128 $0x20, Y6, Y2, Y10  \
	VPERM2F128 $0x20, Y7, Y3, Y11  \
	VPERM2F128 $0x31, Y4, Y0, Y12  \
	VPERM2F128 $0x31, Y5, Y1, Y13  \
	VPERM2F128 $0x31, Y6, Y2, Y14  \
	VPERM2F128 $0x31, Y7, Y3, Y15

// 4x4 bytes transposed, in each half.
DATA transpose4<>+0(SB)/8, $0x0d0905010c080400
DATA transpose4<>+8(SB)/8, $0x0f0b07030e0a0602
DATA transpose4<>+16(SB)/8, $0x0d0905010c080400
DATA transpose4<>+24(SB)/8, $0x0f0b07030e0a0602
GLOBL transpose4<>(SB), RODATA|NOPTR, $32

// INVERSE8 transforms c0 to c7, in place: see inverse8.
#define INVERSE8(c0, c1, c2, c3, c4, c5, c6, c7, t0, t1, t2, t3, t4, t5, t6, t7, bias, shift) \
	VPADDD c6, c2, t0              \
	VPMULLD mul0541<>(SB), t0, t0  \
	VPMULLD mul1847<>(SB), c6, c6  \
	VPADDD t0, c6, c6              \ // e2
	VPMULLD mul0765<>(SB), c2, c2  \
	VPADDD t0, c2, c2              \ // e3
	VPADDD c4, c0, t1              \
	VPSUBD c4, c0, t2              \
	VPSLLD $13, t1, t1             \
	VPSLLD $13, t2, t2             \
	VPADDD bias<>(SB), t1, t1      \ // e0
	VPADDD bias<>(SB), t2, t2      \ // e1
	VPADDD c2, t1, t0              \ // a0
	VPSUBD c2, t1, t3              \ // a3
	VPADDD c6, t2, t1              \ // a1
	VPSUBD c6, t2, t2              \ // a2
	VPADDD c1, c7, t4              \ // z1
	VPADDD c3, c5, t5              \ // z2
	VPADDD c3, c7, t6              \ // z3
	VPADDD c1, c5, t7              \ // z4
	VPADDD t7, t6, c0              \
	VPMULLD mul1175<>(SB), c0, c0  \ // z5
	VPMULLD mul0298<>(SB), c7, c7  \
	VPMULLD mul2053<>(SB), c5, c5  \
	VPMULLD mul3072<>(SB), c3, c3  \
	VPMULLD mul1501<>(SB), c1, c1  \
	VPMULLD mul0899<>(SB), t4, t4  \
	VPMULLD mul2562<>(SB), t5, t5  \
	VPMULLD mul1961<>(SB), t6, t6  \
	VPMULLD mul0390<>(SB), t7, t7  \
	VPADDD c0, t6, t6              \
	VPADDD c0, t7, t7              \
	VPADDD t4, c7, c7              \
	VPADDD t6, c7, c7              \ // o0
	VPADDD t5, c5, c5              \
	VPADDD t7, c5, c5              \ // o1
	VPADDD t5, c3, c3              \
	VPADDD t6, c3, c3              \ // o2
	VPADDD t4, c1, c1              \
	VPADDD t7, c1, c1              \ // o3
	VPADDD c1, t0, c0              \
	VPSUBD c1, t0, t0              \
	VPADDD c3, t1, c1              \
	VPSUBD c3, t1, c6              \
	VPADDD c5, t2, c2              \
	VPSUBD c5, t2, c5              \
	VPADDD c7, t3, c3              \
	VPSUBD c7, t3, c4              \
	VPSRAD shift, c0, c0           \
	VPSRAD shift, c1, c1           \
	VPSRAD shift, c2, c2           \
	VPSRAD shift, c3, c3           \
	VPSRAD shift, c4, c4           \
	VPSRAD shift, c5, c5           \
	VPSRAD shift, c6, c6           \
	VPSRAD shift, t0, c7

// DEQUANTIZE loads the eight coefficients at offset n, times their steps.
#define DEQUANTIZE(n, y) \
	VMOVDQU n(AX), y               \
	VPMULLD n(BX), y, y

// STORE2 stores the two rows in x at DI, whose rows are SI apart.
#define STORE2(x) \
	VMOVQ x, (DI)                  \
	VPEXTRQ $1, x, (DI)(SI*1)      \
	LEAQ (DI)(SI*2), DI

// func inverseAVX2(b *Block, s *Steps, dst *byte, stride int)
TEXT ·inverseAVX2(SB), NOSPLIT, $0-32
	MOVQ b+0(FP), AX
	MOVQ s+8(FP), BX
	MOVQ dst+16(FP), DI
	MOVQ stride+24(FP), SI
	DEQUANTIZE(0, Y0)
	DEQUANTIZE(32, Y1)
	DEQUANTIZE(64, Y2)
	DEQUANTIZE(96, Y3)
	DEQUANTIZE(128, Y4)
	DEQUANTIZE(160, Y5)
	DEQUANTIZE(192, Y6)
	DEQUANTIZE(224, Y7)
	VPXOR Y8, Y8, Y8
	VMOVDQU Y8, 0(AX)
	VMOVDQU Y8, 32(AX)
	VMOVDQU Y8, 64(AX)
	VMOVDQU Y8, 96(AX)
	VMOVDQU Y8, 128(AX)
	VMOVDQU Y8, 160(AX)
	VMOVDQU Y8, 192(AX)
	VMOVDQU Y8, 224(AX)
	INVERSE8(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15, firstBias, $11)
	TRANSPOSE
	INVERSE8(Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15, Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, lastBias, $18)
	VPACKSSDW Y9, Y8, Y8           // columns of samples, four of them in each half
	VPACKSSDW Y11, Y10, Y10
	VPACKSSDW Y13, Y12, Y12
	VPACKSSDW Y15, Y14, Y14
	VPACKUSWB Y10, Y8, Y8
	VPACKUSWB Y14, Y12, Y12
	VPSHUFB transpose4<>(SB), Y8, Y8
	VPSHUFB transpose4<>(SB), Y12, Y12
	VPUNPCKLDQ Y12, Y8, Y0         // rows 0, 1, 4, 5
	VPUNPCKHDQ Y12, Y8, Y1         // rows 2, 3, 6, 7
	VEXTRACTI128 $1, Y0, X2
	VEXTRACTI128 $1, Y1, X3
	STORE2(X0)
	STORE2(X1)
	STORE2(X2)
	STORE2(X3)
	VZEROUPPER
	RET

// LOAD loads the next row of samples at SI, whose rows are DX apart.
#define LOAD(y) \
	VPMOVZXBD (SI), y              \
	VCVTDQ2PS y, y                 \
	VSUBPS levelShift<>(SB), y, y  \
	ADDQ DX, SI

// QUANTIZE2 stores two columns of coefficients at offset n, times their factors,
// and leaves in y0 which of them are 0.
#define QUANTIZE2(n, y0, y1) \
	VMULPS (2*n)(BX), y0, y0       \
	VMULPS (2*n+32)(BX), y1, y1    \
	VCVTPS2DQ y0, y0               \
	VCVTPS2DQ y1, y1               \
	VPACKSSDW y1, y0, y0           \
	VPERMQ $0xd8, y0, y0           \
	VMOVDQU y0, n(DI)              \
	VPCMPEQW Y0, y0, y0

// NONZERO4 tells by the bits of r which of four columns' coefficients are not 0.
#define NONZERO4(y0, y1, r) \
	VPACKSSWB y1, y0, y0           \
	VPERMQ $0xd8, y0, y0           \
	VPMOVMSKB y0, r                \
	NOTL r

// func forwardAVX2(q *Quantized, src *byte, stride int, f *Factors) (nonzero uint64)
TEXT ·forwardAVX2(SB), NOSPLIT, $0-40
	MOVQ q+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ stride+16(FP), DX
	MOVQ f+24(FP), BX
	LOAD(Y0)
	LOAD(Y1)
	LOAD(Y2)
	LOAD(Y3)
	LOAD(Y4)
	LOAD(Y5)
	LOAD(Y6)
	LOAD(Y7)
	FORWARD8(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15)
	TRANSPOSE
	FORWARD8(Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15, Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)
	VPXOR Y0, Y0, Y0
	QUANTIZE2(0, Y8, Y9)
	QUANTIZE2(32, Y10, Y11)
	QUANTIZE2(64, Y12, Y13)
	QUANTIZE2(96, Y14, Y15)
	NONZERO4(Y8, Y10, AX)
	NONZERO4(Y12, Y14, CX)
	SHLQ $32, CX
	ORQ CX, AX
	MOVQ AX, nonzero+32(FP)
	VZEROUPPER
	RET
