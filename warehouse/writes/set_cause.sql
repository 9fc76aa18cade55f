-- Why values change from here on, in the words of signal.vintage.
set variable cause = $cause;
