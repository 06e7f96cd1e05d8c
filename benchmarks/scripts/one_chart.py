"""A minimal Streamlit page with one Plotly chart: what a first chart costs at least."""

import plotly.graph_objects as go
import streamlit as st

st.title("一张图")
st.plotly_chart(go.Figure(go.Scatter(x=[2019, 2020, 2021, 2022], y=[4, 1, 3, 2])))
