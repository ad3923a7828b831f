# Switches off the keys by which Windows itself leaves a kiosk (the program cannot see them), for all accounts but administrators. Run it as administrator.
#   .\keyboardFilter.ps1 [-Remove]
param([switch]$Remove)
$ErrorActionPreference = 'Stop'
$namespace = 'root\standardcimv2\embedded'
$keys = 'Ctrl+Alt+Del', 'Ctrl+Esc', 'Ctrl+Shift+Esc', 'Alt+Tab', 'Alt+Esc', 'Alt+F4', 'Win+L', 'Win+R', 'Win+E', 'Win+D', 'Win+M', 'Win+Tab', 'Win+U', 'Win+I', 'Windows', 'LaunchApp1', 'LaunchApp2'

$feature = Get-WindowsOptionalFeature -Online -FeatureName Client-KeyboardFilter
if ($feature.State -ne 'Enabled') {
  Enable-WindowsOptionalFeature -Online -FeatureName Client-KeyboardFilter -All -NoRestart | Out-Null
  Write-Host 'The keyboard filter was switched on. Restart Windows, then run this script again.'
  exit 3
}

# Administrators keep their keys.
$setting = Get-CimInstance -Namespace $namespace -ClassName WEKF_Settings | Where-Object Name -eq 'DisableKeyboardFilterForAdministrators'
$setting | Set-CimInstance -Property @{ Value = 'true' }

foreach ($key in $keys) {
  $known = Get-CimInstance -Namespace $namespace -ClassName WEKF_PredefinedKey | Where-Object Id -eq $key
  if ($null -eq $known) { Write-Warning "This Windows knows no key $key."; continue }
  $known | Set-CimInstance -Property @{ Enabled = (-not $Remove) }
}
Write-Host $(if ($Remove) { 'The keys work again.' } else { 'The keys do nothing any more, except for administrators.' })
