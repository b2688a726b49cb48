from _cycle.other import thing
name = "whole"
