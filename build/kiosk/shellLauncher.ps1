# Makes Sigmaline the shell of one account, on Windows IoT Enterprise, Enterprise or Education. Run it as administrator. See docs/kiosk.md.
#   .\shellLauncher.ps1 -Account kiosk [-Program "C:\Program Files\Sigmaline\Sigmaline.exe"] [-Data D:\Sigmaline] [-Remove]
param(
  [Parameter(Mandatory)][string]$Account,
  [string]$Program = "$env:ProgramFiles\Sigmaline\Sigmaline.exe",
  [string]$Data = "$env:ProgramData\Sigmaline",
  [switch]$Remove
)
$ErrorActionPreference = 'Stop'
$namespace = 'root\standardcimv2\embedded'

$feature = Get-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher
if ($feature.State -ne 'Enabled') {
  Enable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -All -NoRestart | Out-Null
  Write-Host 'Shell Launcher was switched on. Restart Windows, then run this script again.'
  exit 3
}

$sid = (New-Object System.Security.Principal.NTAccount($Account)).Translate([System.Security.Principal.SecurityIdentifier]).Value
$launcher = [wmiclass]"\\localhost\${namespace}:WESL_UserSetting"

if ($Remove) {
  $launcher.RemoveCustomShell($sid) | Out-Null
  Write-Host "$Account has the usual desktop again."
  exit 0
}

if (-not (Test-Path $Program)) { throw "There is no program at $Program. Name it with -Program." }

# 0 restarts the shell, 1 the machine, 2 shuts it down, 3 does nothing. Sigmaline ends with 0 where an engineer ends it: then nothing happens, and
# Ctrl+Alt+Del leads on. Everything else is a crash: the shell starts again.
$restart, $nothing = 0, 3
$launcher.SetDefaultShell('explorer.exe', $restart) | Out-Null
$launcher.RemoveCustomShell($sid) 2>$null | Out-Null
$launcher.SetCustomShell($sid, "`"$Program`" --kiosk --data `"$Data`"", @(0), @($nothing), $restart) | Out-Null
$launcher.SetEnabled($true) | Out-Null
Write-Host "From its next sign-in, $Account sees Sigmaline and nothing else."
