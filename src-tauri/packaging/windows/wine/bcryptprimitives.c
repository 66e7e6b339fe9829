/* Random bytes for Rust programs under a Wine that has no bcryptprimitives.dll. For tests only: no
   package has it, and it knows nothing but where Windows' own random bytes come from. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    while (length > 0) {
        ULONG some = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!SystemFunction036(bytes, some))
            return FALSE;
        bytes += some;
        length -= some;
    }
    return TRUE;
}
