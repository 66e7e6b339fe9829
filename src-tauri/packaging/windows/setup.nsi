; A small installer for one person, without an administrator. It shows that the app can be installed,
; brought up to date and removed on Windows; what people are sent is made by the bundler.
; It knows nothing of the app but its file names and its scheme, and calls no program by a bare name.
;
; Handed in with -D: VERSION, EXE, LOADER, ICON, LICENCE, OUT, and NOTICES where they were made.
;
; Status: 0 done, 1 given up by the person, 2 a file could not be written, 3 a newer one is installed,
; 4 the app is open.

Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WordFunc.nsh"

!define NAME "Keapsake"
!define PUBLISHER "Keapsake contributors"
!define SCHEME "app.keapsake"
!define PROGRAM "keapsake.exe"
!define CLASS "Software\Classes\${SCHEME}"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define NEWER 3
!define OPEN 4

Name "${NAME}"
Caption "${NAME} ${VERSION}"
BrandingText "${NAME} ${VERSION}"
Icon "${ICON}"
UninstallIcon "${ICON}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\${NAME}"
InstallDirRegKey HKCU "${LISTED}" "InstallLocation"
; What is skipped would be missing.
AllowSkipFiles off

!searchparse /noerrors "${VERSION}" "" NUMBERS "-"
VIProductVersion "${NUMBERS}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "${PUBLISHER}"
VIAddVersionKey "LegalCopyright" "${PUBLISHER}"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; Where another version is, if it is not where this one goes.
Var Elsewhere

; Goes on when nobody has the program in this folder open. Windows lets nobody write to a program
; that runs, whatever the app does.
!macro WaitUntilClosed folder
  ${Do}
    ${IfNot} ${FileExists} "${folder}\${PROGRAM}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "${folder}\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is open. Nothing was changed.$\n$\nClose ${NAME}, then choose Retry." /SD IDCANCEL IDRETRY +3
    SetErrorLevel ${OPEN}
    Quit
  ${Loop}
!macroend

Function .onInit
  ReadRegStr $0 HKCU "${LISTED}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      MessageBox MB_OK|MB_ICONINFORMATION "${NAME} $0 is installed, and it is newer than ${VERSION}. Nothing was changed.$\n$\nTo go back, uninstall ${NAME} $0 first." /SD IDOK
      SetErrorLevel ${NEWER}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

; The installed program is touched only when the new one lies beside it, whole.
Function .onInstFailed
  Delete "$INSTDIR\${PROGRAM}.new"
  Delete "$INSTDIR\WebView2Loader.dll.new"
  RMDir "$INSTDIR"
  MessageBox MB_OK|MB_ICONSTOP "${NAME} ${VERSION} was not installed: a file could not be written. What was installed before is unchanged.$\n$\nMake room on the disk, or choose another folder, then start again." /SD IDOK
FunctionEnd

Section
  ReadRegStr $Elsewhere HKCU "${LISTED}" "InstallLocation"
  ${If} $Elsewhere == $INSTDIR
    StrCpy $Elsewhere ""
  ${EndIf}
  !insertmacro WaitUntilClosed "$INSTDIR"
  ${If} $Elsewhere != ""
    !insertmacro WaitUntilClosed "$Elsewhere"
  ${EndIf}

  ClearErrors
  SetOutPath "$INSTDIR"
  File "/oname=${PROGRAM}.new" "${EXE}"
  File "/oname=WebView2Loader.dll.new" "${LOADER}"
  ${If} ${Errors}
    Abort
  ${EndIf}
  Delete "$INSTDIR\${PROGRAM}"
  Rename "$INSTDIR\${PROGRAM}.new" "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\WebView2Loader.dll"
  Rename "$INSTDIR\WebView2Loader.dll.new" "$INSTDIR\WebView2Loader.dll"
  ${If} ${Errors}
    Abort
  ${EndIf}
  File "/oname=LICENSE.txt" "${LICENCE}"
!ifdef NOTICES
  File "/oname=THIRD-PARTY-NOTICES.txt" "${NOTICES}"
!endif
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKCU "${CLASS}" "" "URL:${NAME}"
  WriteRegStr HKCU "${CLASS}" "URL Protocol" ""
  WriteRegStr HKCU "${CLASS}\DefaultIcon" "" '"$INSTDIR\${PROGRAM}",0'
  WriteRegStr HKCU "${CLASS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'

  WriteRegStr HKCU "${LISTED}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" '"$INSTDIR\${PROGRAM}"'
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" $0

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

  ; It leaves alone what is ours by now.
  ${If} $Elsewhere != ""
  ${AndIf} ${FileExists} "$Elsewhere\uninstall.exe"
    ExecWait '"$Elsewhere\uninstall.exe" /S _?=$Elsewhere'
    Delete "$Elsewhere\uninstall.exe"
    RMDir "$Elsewhere"
  ${EndIf}
SectionEnd

Section "Uninstall"
  !insertmacro WaitUntilClosed "$INSTDIR"

  ; The scheme may be another program's by now, and the entry in the list another folder's.
  ReadRegStr $0 HKCU "${CLASS}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\${PROGRAM}" "%1"'
    DeleteRegKey HKCU "${CLASS}"
  ${EndIf}
  ReadRegStr $0 HKCU "${LISTED}" "InstallLocation"
  ${If} $0 == $INSTDIR
    DeleteRegKey HKCU "${LISTED}"
    Delete "$SMPROGRAMS\${NAME}.lnk"
  ${EndIf}

  ; By name: whatever else somebody put there is theirs.
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD-PARTY-NOTICES.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
SectionEnd
