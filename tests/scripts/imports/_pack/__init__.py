print("package runs")
name = "pack"
