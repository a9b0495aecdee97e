//go:build !purego

#include "textflag.h"

// Eight float32 of one value.
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

CONST8(sqrt2, 0x3fb504f3)
CONST8(twoC2, 0x3fec835e)
CONST8(twoC2LessC6, 0x3f8a8bd4)
CONST8(twoC2PlusC6, 0x40273d75)
CONST8(cos4, 0x3f3504f3)
CONST8(cos6, 0x3ec3ef15)
CONST8(cos2Less6, 0x3f0a8bd4)
CONST8(cos2Plus6, 0x3fa73d75)
CONST8(mostSample, 0x42fe0000) // 127
CONST8(levelShift, 0x43000000) // 128
CONST8(signs, 0x80808080)

// INVERSE8 and FORWARD8 transform c0 to c7, in place: see inverse8 and forward8.
#define INVERSE8(c0, c1, c2, c3, c4, c5, c6, c7, a0, a1, a2, a3, t0, t1, t2, t3) \
	VADDPS c4, c0, t0              \ // e0
	VSUBPS c4, c0, t1              \ // e1
	VADDPS c6, c2, t3              \ // e3
	VSUBPS c6, c2, t2              \
	VMULPS sqrt2<>(SB), t2, t2     \
	VSUBPS t3, t2, t2              \ // e2
	VADDPS t3, t0, a0              \
	VSUBPS t3, t0, a3              \
	VADDPS t2, t1, a1              \
	VSUBPS t2, t1, a2              \
	VADDPS c3, c5, c0              \ // z13
	VSUBPS c3, c5, c2              \ // z10
	VADDPS c7, c1, c4              \ // z11
	VSUBPS c7, c1, c6              \ // z12
	VADDPS c0, c4, t0              \ // o7
	VSUBPS c0, c4, t1              \
	VMULPS sqrt2<>(SB), t1, t1     \
	VADDPS c6, c2, t2              \
	VMULPS twoC2<>(SB), t2, t2     \ // z5
	VMULPS twoC2PlusC6<>(SB), c2, c2 \
	VSUBPS c2, t2, c2              \
	VSUBPS t0, c2, c2              \ // o6
	VSUBPS c2, t1, t1              \ // o5
	VMULPS twoC2LessC6<>(SB), c6, c6 \
	VSUBPS c6, t2, c6              \
	VSUBPS t1, c6, c6              \ // o4
	VADDPS t0, a0, c0              \
	VSUBPS t0, a0, c7              \
	VADDPS c6, a3, c3              \
	VSUBPS c6, a3, c4              \
	VADDPS c2, a1, c1              \
	VSUBPS c2, a1, c6              \
	VADDPS t1, a2, c2              \
	VSUBPS t1, a2, c5

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

// DEQUANTIZE loads the eight coefficients at offset n, times their factors.
#define DEQUANTIZE(n, y) \
	VCVTDQ2PS n(AX), y             \
	VMULPS n(BX), y, y

// ROUND makes samples, less 128, integers. Those below -128 are left to
// saturation.
#define ROUND(y) \
	VMINPS mostSample<>(SB), y, y  \
	VCVTPS2DQ y, y

// STORE4 stores four rows of samples at DI, whose rows are SI apart; clobbers y0.
#define STORE4(y0, y1, y2, y3, x0, x1) \
	VPACKSSDW y1, y0, y0           \
	VPACKSSDW y3, y2, y2           \
	VPACKSSWB y2, y0, y0           \
	VPXOR signs<>(SB), y0, y0      \ // back by 128
	VEXTRACTI128 $1, y0, x1        \ // the right half of each row
	VPUNPCKHDQ x1, x0, X1          \
	VPUNPCKLDQ x1, x0, X0          \
	VMOVQ X0, (DI)                 \
	VPEXTRQ $1, X0, (DI)(SI*1)     \
	LEAQ (DI)(SI*2), DI            \
	VMOVQ X1, (DI)                 \
	VPEXTRQ $1, X1, (DI)(SI*1)     \
	LEAQ (DI)(SI*2), DI

// func inverseAVX2(b *Block, f *Factors, dst *byte, stride int)
TEXT ·inverseAVX2(SB), NOSPLIT, $0-32
	MOVQ b+0(FP), AX
	MOVQ f+8(FP), BX
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
	INVERSE8(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15)
	TRANSPOSE
	INVERSE8(Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15, Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)
	ROUND(Y8)
	ROUND(Y9)
	ROUND(Y10)
	ROUND(Y11)
	ROUND(Y12)
	ROUND(Y13)
	ROUND(Y14)
	ROUND(Y15)
	STORE4(Y8, Y9, Y10, Y11, X8, X9)
	STORE4(Y12, Y13, Y14, Y15, X12, X13)
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
