/* Stands in for the app under Wine, which has no web view to show a window with: given another program
   it runs that while it is itself running, and ends with its status. For tests only. */
#include <process.h>
#include <wchar.h>

int wmain(int count, wchar_t **words)
{
    if (count < 2)
        return 90;
    return (int)_wspawnv(_P_WAIT, words[1], (const wchar_t *const *)(words + 1));
}
