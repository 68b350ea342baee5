@echo off
rem Starts Pawse on Windows with the Java of PAWSE_JAVA_HOME, its own one, that of JAVA_HOME or on the PATH; it has to be 17 or newer.
setlocal
for %%d in ("%~dp0..") do set "PAWSE_DIR=%%~fd"
set "PAWSE_JAVA=java"
if defined JAVA_HOME set "PAWSE_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%PAWSE_DIR%\java\bin\java.exe" set "PAWSE_JAVA=%PAWSE_DIR%\java\bin\java.exe"
if defined PAWSE_JAVA_HOME set "PAWSE_JAVA=%PAWSE_JAVA_HOME%\bin\java.exe"
set "PAWSE_FLAGS=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=3 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto"
if /i "%~1"=="proxy" set "PAWSE_FLAGS=-XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
if /i "%~1"=="demo" set "PAWSE_FLAGS=-XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
set "PAWSE_JAR=%PAWSE_DIR%\lib\pawse.jar"
"%PAWSE_JAVA%" %PAWSE_FLAGS% %PAWSE_JAVA_OPTS% "-Dpawse.home=%PAWSE_DIR%" -cp "%PAWSE_JAR%" dev.pawse.cli.Main %*
exit /b %ERRORLEVEL%
